import type { Request, Response } from 'express';

const NAME = 'mrr_session';

/** The browser's sign-in. Unreadable for scripts, sent by no other site. */
export const SESSION_COOKIE = {
  read(request: Request): string | undefined {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=');
      if (name === NAME && value) return value;
    }
    return undefined;
  },

  set(response: Response, token: string, expiresAt: Date): void {
    response.cookie(NAME, token, { ...attributes(response), expires: expiresAt });
  },

  clear(response: Response): void {
    response.clearCookie(NAME, attributes(response));
  },
};

function attributes({ req }: Response): {
  httpOnly: true;
  sameSite: 'strict';
  secure: boolean;
  path: string;
} {
  return { httpOnly: true, sameSite: 'strict', secure: req.secure, path: '/' };
}
