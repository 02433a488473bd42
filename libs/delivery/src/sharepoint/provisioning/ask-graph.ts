import { Patience } from '../graph/patience';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphRequest } from '../graph/graph-client';
import { verdictOf } from '../graph/verdict';
import type { SharePointParts } from '../sharepoint-parts';

type Question = Pick<GraphRequest, 'operation' | 'method' | 'url' | 'units'> & { json?: object };

/**
 * A clear answer, of whatever kind. Only for what may be asked twice.
 * @throws DeliveryError
 */
export async function askGraph(
  parts: SharePointParts,
  { json, ...question }: Question,
): Promise<GraphAnswer> {
  const patience = new Patience(parts.clock, undefined);
  const body = json ? { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } } : {};
  for (;;) {
    const answer = await parts.client.send({ ...question, ...body, withToken: true });
    if (verdictOf(answer) !== 'unclear') return answer;
    await patience.wait(answer);
  }
}

/** The answer's body if it was carried out; undefined otherwise. */
export function bodyOf(answer: GraphAnswer): unknown {
  return answer.kind === 'answer' && verdictOf(answer) === 'done' ? answer.body : undefined;
}
