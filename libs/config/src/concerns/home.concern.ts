import { join, resolve } from 'node:path';
import { z } from 'zod';
import { defineConcern } from '../concern';

/** The directory tree of one installation; all paths absolute, none created here. */
export interface HomeConfig {
  homeDir: string;
  archiveDir: string;
  inboxDir: string;
  deliveredDir: string;
  dataDir: string;
}

/** The tree below `home`, relative paths counting from the working directory. */
export function homeAt(home: string): HomeConfig {
  const homeDir = resolve(home);
  return {
    homeDir,
    archiveDir: join(homeDir, 'archive'),
    inboxDir: join(homeDir, 'inbox'),
    deliveredDir: join(homeDir, 'delivered'),
    dataDir: join(homeDir, 'data'),
  };
}

export const homeConcern = defineConcern({
  variables: z.object({ MRR_HOME: z.string().default('.mrr').meta({ expected: 'a directory' }) }),
  build: (env) => homeAt(env.MRR_HOME),
});
