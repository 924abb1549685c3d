import type { PlannedCase } from '../../../../model/plan.ts';
import { changeWordsOf } from '../../../change-words.ts';
import { duration } from '../../../numbers.ts';
import { waiversOfCase, waiverWords } from '../../../waiver-words.ts';
import { POLARITY_WORDS, reasonOf, sentence } from '../../../words.ts';
import { type Block, plain, strong } from '../../block.ts';
import { caseLink, requirementLinks } from '../../links.ts';
import type { Telling } from './telling.ts';

/** What a case is about, and why it was not judged. */
export function factBlocks(planned: PlannedCase | undefined, { result, input }: Telling): readonly Block[] {
  const { plan, result: run } = input;
  const { polarity, verifies, attempt, durationMs, twin, mutations } = result;
  const reason = reasonOf(result);
  const changes = mutations.map(changeWordsOf(result, input)).join('; ');
  return [
    {
      kind: 'paragraph',
      small: true,
      text: [
        plain(`${POLARITY_WORDS[plan.sut.role][polarity]} `),
        ...(verifies.length === 0 ? [] : [plain('Verifies '), ...requirementLinks(verifies), plain('. ')]),
        plain(`Took ${duration(durationMs)}.`),
        ...(attempt > 1 ? [plain(` Attempt ${attempt}: what was cut short is told under "The run".`)] : []),
        ...(planned === undefined ? [] : [plain(` Written in ${planned.source.file}, line ${planned.source.line}.`)]),
      ],
    },
    ...(result.verdict === 'fail' ? waiversOfCase(run, result) : []).map(
      (waiver): Block => ({ kind: 'paragraph', text: [strong('Waiver. '), plain(sentence(waiverWords(waiver)))] }),
    ),
    ...(reason === undefined ? [] : [{ kind: 'paragraph', text: [plain(sentence(reason))] } as const]),
    ...(twin === undefined
      ? []
      : [
          {
            kind: 'paragraph',
            text:
              changes === ''
                ? [plain('Its positive twin is '), caseLink(twin), plain('.')]
                : [
                    plain('This is '),
                    caseLink(twin),
                    plain(' with exactly this changed: '),
                    strong(changes),
                    plain('.'),
                  ],
          } as const,
        ]),
  ];
}
