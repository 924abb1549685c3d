import type { RunResult } from '../../model/result.ts';
import type { ReportInput } from '../report-format.ts';
import { identityLine, titleOf } from '../title.ts';
import { CasesSection } from './cases-section.tsx';
import { ConnectionsSection } from './connections-section.tsx';
import { CountsSection } from './counts-section.tsx';
import { CoverageSection } from './coverage-section.tsx';
import { LatencySection } from './latency-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { MatrixSection } from './matrix-section.tsx';
import { MissedSection } from './missed-section.tsx';
import { NotCheckedSection } from './not-checked-section.tsx';
import { Patterns } from './picture.tsx';
import { RunSection } from './run-section.tsx';
import { ArrowHead } from './sequence.tsx';
import { SourcesSection } from './sources-section.tsx';
import { StagesSection } from './stages-section.tsx';
import { SystemSection } from './system-section.tsx';
import { Text } from './text.tsx';
import { VerdictSection } from './verdict-section.tsx';
import { IconSprite } from './verdict-tag.tsx';
import { VerificationSection } from './verification-section.tsx';
import { WaiversSection } from './waivers-section.tsx';

const CONTENTS = [
  ['counts', 'Cases'],
  ['stages', 'What this run is complete for'],
  ['system', 'What was tested'],
  ['run', 'The run'],
  ['coverage', 'Requirements covered'],
  ['limits', 'What this does not prove'],
  ['verify', 'How to check this report'],
  ['missed', 'What did not pass'],
  ['waivers', 'Waivers and deviations'],
  ['sources', 'Where the sources disagree'],
  ['latency', 'How long answers took'],
  ['connections', 'How it was connected'],
  ['not-checked', 'What was not checked'],
  ['matrix', 'Requirements and their cases'],
  ['suites', 'Suites'],
  ['cases', 'Cases in full'],
] as const;

/** Sections that stand only where there is anything to tell. */
const isThere = (section: (typeof CONTENTS)[number][0], { stages, waivers }: RunResult): boolean =>
  section === 'stages' ? stages.length > 0 : section !== 'waivers' || waivers !== undefined;

/** The whole page below `body`: first what a reviewer decides by, then everything that it rests on. */
export function Page({ input, resultsDigest }: { readonly input: ReportInput; readonly resultsDigest: string }) {
  const { result, plan } = input;
  return (
    <>
      <IconSprite />
      <Patterns />
      <ArrowHead />
      <a class="to-main" href="#main">
        Skip to the result
      </a>
      <header>
        <div class="width">
          <p>Assay test report</p>
          <p>
            Run <Text value={result.runId} />
          </p>
        </div>
      </header>
      <main id="main" class="width">
        <h1>
          <Text value={titleOf(result)} />
        </h1>
        <p class="identity">
          <Text value={identityLine(result)} />
        </p>
        <VerdictSection input={input} />
        <nav aria-label="Contents">
          <ul>
            {CONTENTS.filter(([id]) => isThere(id, result)).map(([id, title]) => (
              <li>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="beside">
          <CountsSection result={result} />
          <StagesSection result={result} />
        </div>
        <div class="beside">
          <SystemSection result={result} />
          <RunSection input={input} resultsDigest={resultsDigest} />
        </div>
        <CoverageSection result={result} />
        <div class="beside">
          <LimitsSection result={result} />
          <VerificationSection />
        </div>
        <MissedSection result={result} />
        <WaiversSection result={result} />
        <SourcesSection plan={plan} result={result} />
        <LatencySection input={input} />
        <ConnectionsSection result={result} plan={plan} />
        <NotCheckedSection result={result} />
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
