import { describeAnswer, errorCodes, type GraphAnswer } from './graph-answer';
import { verdictOf } from './verdict';

const answer = (status: number, ...codes: string[]): GraphAnswer => {
  const nested = codes.reduceRight<object | undefined>(
    (inner, code) => ({ code, message: 'words', ...(inner ? { innerError: inner } : {}) }),
    undefined,
  );
  return { kind: 'answer', status, headers: new Headers(), body: nested && { error: nested } };
};

const withMessage = (status: number, message: string): GraphAnswer => ({
  kind: 'answer',
  status,
  headers: new Headers(),
  body: { error: { code: 'invalidRequest', message } },
});

describe('verdictOf', () => {
  it.each([
    [answer(200), 'done'],
    [answer(204), 'done'],
    [answer(302), 'unclear'],
    [answer(400, 'invalidRequest', 'invalidPath'), 'rejected'],
    [answer(401), 'unauthorised'],
    [answer(403), 'denied'],
    [answer(404), 'missing'],
    [answer(405), 'rejected'],
    [answer(408), 'unclear'],
    [answer(409, 'nameAlreadyExists'), 'taken'],
    [answer(409, 'conflict', 'resourceModified'), 'unclear'],
    [answer(411), 'rejected'],
    [answer(412, 'notAllowed', 'resourceModified'), 'unclear'],
    [answer(413), 'too large'],
    [withMessage(400, 'Content-Range must include a total length.'), 'too large'],
    [answer(416, 'invalidRange', 'fragmentOverlap'), 'misplaced'],
    [answer(423), 'locked'],
    [answer(429), 'throttled'],
    [answer(500), 'unclear'],
    [answer(502), 'unclear'],
    [answer(503), 'unclear'],
    [answer(504), 'unclear'],
    [answer(507), 'full'],
    [answer(509), 'unclear'],
    [{ kind: 'lost', error: new Error('reset') }, 'unclear'],
  ] as const)('of %j is %s', (given, verdict) => {
    expect(verdictOf(given)).toBe(verdict);
  });
});

describe('errorCodes', () => {
  it('goes through all levels', () => {
    expect(errorCodes(answer(400, 'a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
    expect(describeAnswer(answer(400, 'a', 'b'))).toBe('HTTP 400 a b');
  });

  it.each([undefined, null, 'text', { error: 'text' }, { error: { code: 5 } }])(
    'finds none in %j',
    (body) => {
      expect(errorCodes({ kind: 'answer', status: 400, headers: new Headers(), body })).toEqual([]);
    },
  );
});
