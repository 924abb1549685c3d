import type { ShownMessage } from '../exchange/shown-message.ts';
import { Text } from './text.tsx';

interface MessageTextProps {
  readonly message: ShownMessage;
  readonly tokenOpen: boolean;
}

/** An HTTP message: start line and headers as they were, the token decoded, the body laid out for reading. */
export function MessageText({ message, tokenOpen }: MessageTextProps) {
  const { startLine, headers, token, body } = message;
  return (
    <>
      {startLine !== '' && (
        <pre>
          <b>
            <Text value={startLine} />
          </b>
          {headers.map(([name, value]) => (
            <>
              {'\n'}
              <b>
                <Text value={name} />
              </b>
              : <Text value={value} />
            </>
          ))}
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
      {body.text !== '' && (
        <pre>
          <Text value={body.text} />
        </pre>
      )}
      {body.note !== undefined && <p class="muted">{body.note}</p>}
    </>
  );
}
