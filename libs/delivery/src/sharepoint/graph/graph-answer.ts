/** What came back, or that nothing certain did: the request may have been carried out all the same. */
export type GraphAnswer =
  | {
      kind: 'answer';
      status: number;
      headers: { get(name: string): string | null };
      /** Parsed JSON; undefined if the body was empty or no JSON. A stream of bytes where one was asked for. */
      body: unknown;
    }
  | { kind: 'lost'; error: unknown };

interface ErrorBody {
  error?: { code?: unknown; message?: unknown; innerError?: unknown };
}

/** All codes of a Graph error, outermost first: the inner ones say more, where there are any. */
export function errorCodes(answer: GraphAnswer): string[] {
  if (answer.kind === 'lost') return [];
  const codes: string[] = [];
  let level: unknown = (answer.body as ErrorBody | undefined)?.error;
  while (typeof level === 'object' && level !== null) {
    const { code, innerError, innererror } = level as Record<string, unknown>;
    if (typeof code === 'string') codes.push(code);
    level = innerError ?? innererror;
  }
  return codes;
}

/** For people: status and codes, without anything from the URL. */
export function describeAnswer(answer: GraphAnswer): string {
  if (answer.kind === 'lost') return `no answer (${describeFailure(answer.error)})`;
  const codes = errorCodes(answer);
  return [`HTTP ${answer.status}`, ...codes].join(' ');
}

function describeFailure(error: unknown): string {
  const { cause, code, message } = error as { cause?: { code?: string }; code?: unknown; message?: string };
  return cause?.code ?? (typeof code === 'string' ? code : message) ?? String(error);
}
