import type { ComponentChildren } from 'preact';
import { counted } from '../../model/counted.ts';
import type { HeaderField } from '../../model/exchange.ts';
import type { Mark } from '../exchange/marks.ts';
import type { ShownLine } from '../exchange/shown-body.ts';
import type { ShownMessage } from '../exchange/shown-message.ts';
import { Text } from './text.tsx';

interface MessageTextProps {
  readonly message: ShownMessage;
  /** Where the reader is to look; those in the body stand at its lines already. */
  readonly marks: readonly Mark[];
  readonly tokenOpen: boolean;
}

/** An HTTP message: start line and headers as they were, the token decoded, the body laid out for reading. */
export function MessageText({ message, marks, tokenOpen }: MessageTextProps) {
  const { startLine, headers, token, body } = message;
  return (
    <>
      {startLine !== '' && (
        <pre>
          <Line marks={marks.filter(({ place }) => place.part === 'start')}>
            <b>
              <Text value={startLine} />
            </b>
          </Line>
          <Headers headers={headers} marks={marks} />
        </pre>
      )}
      {token !== undefined && (
        <details open={tokenOpen}>
          <summary>The token, decoded</summary>
          <pre>
            <Text value={`${token.header}\n${token.claims}`} />
          </pre>
        </details>
      )}
      {body.text !== '' && <pre>{bodyParts(body.lines)}</pre>}
      {body.note !== undefined && <p class="muted">{body.note}</p>}
    </>
  );
}

/** Those that came, then those that were looked for and did not come. */
function Headers({ headers, marks }: Pick<ShownMessage, 'headers'> & Pick<MessageTextProps, 'marks'>) {
  const wanted = [...new Set(marks.flatMap(({ place }) => (place.part === 'header' ? [place.name] : [])))];
  const named = (name: string) =>
    marks.filter(({ place }) => place.part === 'header' && place.name.toLowerCase() === name.toLowerCase());
  const came = new Set(headers.map(([name]) => name.toLowerCase()));
  return (
    <>
      {headers.map(([name, value]: HeaderField) => (
        <Line marks={named(name)}>
          <b>
            <Text value={name} />
          </b>
          : <Text value={value} />
        </Line>
      ))}
      {wanted
        .filter((name) => !came.has(name.toLowerCase()))
        .map((name) => (
          <Line marks={named(name)}>
            <Text value={name} /> is not there
          </Line>
        ))}
    </>
  );
}

/** A line; when it is to be looked at, below it why. What is marked is a block, and needs no line feed. */
function Line({ marks, children }: { readonly marks: readonly Mark[]; readonly children: ComponentChildren }) {
  if (marks.length === 0)
    return (
      <>
        {children}
        {'\n'}
      </>
    );
  const kind = marks.some((mark) => mark.kind === 'fault') ? 'fault' : 'change';
  return (
    <>
      <mark class={kind}>{children}</mark>
      {marks
        .filter(({ says }) => says !== '')
        .map((mark) => (
          <span class={`says ${mark.kind}`}>
            <Text value={mark.says} />
          </span>
        ))}
    </>
  );
}

/** The lines of a body; those that nothing is said of go together. */
function bodyParts(lines: readonly ShownLine[]): readonly ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let plain: string[] = [];
  const end = () => {
    if (plain.length > 0) parts.push(<Text value={`${plain.join('\n')}\n`} />);
    plain = [];
  };
  for (const line of lines) {
    if ('text' in line && line.marks.length === 0) {
      plain.push(line.text);
      continue;
    }
    end();
    if ('skipped' in line) parts.push(<i class="skipped">{`… ${counted(line.skipped, 'line')} …\n`}</i>);
    else
      parts.push(
        <Line marks={line.marks}>
          <Text value={line.text} />
        </Line>,
      );
  }
  end();
  return parts;
}
