import type { ReportInput } from '../report-format.ts';
import { titleOf } from '../title.ts';
import { CasesSection } from './cases-section.tsx';
import { ConnectionsSection } from './connections-section.tsx';
import { CountsSection } from './counts-section.tsx';
import { CoverageSection } from './coverage-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { MatrixSection } from './matrix-section.tsx';
import { MissedSection } from './missed-section.tsx';
import { NotCheckedSection } from './not-checked-section.tsx';
import { RunSection } from './run-section.tsx';
import { SourcesSection } from './sources-section.tsx';
import { StagesSection } from './stages-section.tsx';
import { SystemSection } from './system-section.tsx';
import { Text } from './text.tsx';
import { VerdictSection } from './verdict-section.tsx';
import { IconSprite } from './verdict-tag.tsx';
import { VerificationSection } from './verification-section.tsx';
import { WaiversSection } from './waivers-section.tsx';

const CONTENTS = [
  ['missed', 'What did not pass'],
  ['waivers', 'Waivers and deviations'],
  ['coverage', 'Requirements covered'],
  ['sources', 'Where the sources disagree'],
  ['run', 'The run'],
  ['connections', 'How it was connected'],
  ['not-checked', 'What was not checked'],
  ['limits', 'What this does not prove'],
  ['verify', 'How to check this report'],
  ['matrix', 'Requirements and their cases'],
  ['cases', 'Cases in full'],
] as const;

/** The whole page below `body`: first what a reviewer decides by, then everything that it rests on. */
export function Page({ input, resultsDigest }: { readonly input: ReportInput; readonly resultsDigest: string }) {
  const { result, plan } = input;
  return (
    <>
      <IconSprite />
      <a class="to-main" href="#main">
        Skip to the result
      </a>
      <header>
        <div class="width">
          <p>Assay test report</p>
        </div>
      </header>
      <main id="main" class="width">
        <h1>
          <Text value={titleOf(result)} />
        </h1>
        <VerdictSection result={result} />
        <nav aria-label="Contents">
          <ul>
            {CONTENTS.filter(([id]) => id !== 'waivers' || result.waivers !== undefined).map(([id, title]) => (
              <li>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <StagesSection result={result} />
        <SystemSection result={result} />
        <CountsSection result={result} />
        <MissedSection result={result} />
        <WaiversSection result={result} />
        <CoverageSection result={result} />
        <SourcesSection plan={plan} result={result} />
        <RunSection input={input} resultsDigest={resultsDigest} />
        <ConnectionsSection result={result} plan={plan} />
        <NotCheckedSection result={result} />
        <LimitsSection result={result} />
        <VerificationSection />
        <MatrixSection result={result} />
        <CasesSection input={input} />
      </main>
      <footer>
        <div class="width">
          <p>
            Run <Text value={result.runId} />, made by Assay {result.engine.version}. This page holds no script and
            loads nothing.
          </p>
        </div>
      </footer>
    </>
  );
}
