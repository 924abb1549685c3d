import { counted } from '../../model/counted.ts';
import type { CaseResult } from '../../model/result.ts';
import type { ReportInput } from '../report-format.ts';
import { visibleRuns } from '../visible-text.ts';
import { DigestText, Text } from './text.tsx';

type Attached = NonNullable<CaseResult['attachments']>[number];

/** Larger pictures, and those after so much of them, are only named: the page stays one that opens at once. */
const SHOWN_BYTES = 300_000;
const SHOWN_TOGETHER_BYTES = 4_000_000;

/** The files of the pictures that are shown in the page, the first ones of the run. */
function shownPictures(cases: readonly CaseResult[]): ReadonlySet<string> {
  const shown = new Set<string>();
  let bytes = 0;
  for (const { file, mediaType, sizeBytes } of cases.flatMap(({ attachments = [] }) => attachments)) {
    if (!mediaType.startsWith('image/') || sizeBytes > SHOWN_BYTES || shown.has(file)) continue;
    if (bytes + sizeBytes > SHOWN_TOGETHER_BYTES) continue;
    bytes += sizeBytes;
    shown.add(file);
  }
  return shown;
}

interface AttachmentsProps {
  readonly attachments: readonly Attached[];
  readonly input: ReportInput;
}

/** What a person attached, by its name and digest; small pictures are shown. */
export function AttachmentList({ attachments, input }: AttachmentsProps) {
  if (attachments.length === 0) return null;
  const shown = shownPictures(input.result.cases);
  return (
    <section class="attachments">
      <h5>Attached</h5>
      <ul>
        {attachments.map((attachment) => (
          <li>
            <p>
              <Text value={attachment.name} />
              {attachment.step !== undefined && (
                <>
                  {' '}
                  (to <code>{attachment.step}</code>)
                </>
              )}
              <span class="muted">
                {' '}
                {attachment.file}, {attachment.mediaType}, {counted(attachment.sizeBytes, 'byte')}
                {attachment.replaced && ', values replaced'}, SHA-256 <DigestText value={attachment.sha256} />
              </span>
            </p>
            {shown.has(attachment.file) && <Picture attachment={attachment} input={input} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const visible = (name: string): string =>
  visibleRuns(name)
    .map(({ text }) => text)
    .join('');

function Picture({
  attachment: { file, mediaType, name },
  input,
}: {
  readonly attachment: Attached;
  readonly input: ReportInput;
}) {
  const bytes = input.files.get(file);
  if (bytes === undefined) return null;
  return <img src={`data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`} alt={visible(name)} />;
}
