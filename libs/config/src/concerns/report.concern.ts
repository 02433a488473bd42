import { z } from 'zod';
import { defineConcern } from '../concern';
import { choice, flag, optionalInstant, text } from '../variable';

export const reportConcern = defineConcern({
  variables: z.object({
    REPORT_FILENAME_PROFILE: choice(['appendix-b', 'example', 'plain'], 'appendix-b'), // R16
    DNO_SEES_GAS_METER: flag(true), // R11
    S1MIG_009_ENABLED: flag(true), // R30
    // R30: keys the order of ties in S1MIG-009; whoever knows it could tell suppliers apart by their rank.
    TIE_BREAK_KEY: text('at least 16 secret characters, the same on every report worker', {
      secret: true,
      minLength: 16,
    }),
    REPORT_CREATION_CLOCK: optionalInstant(), // fixes "now" as creation time, for reproducible test runs only
  }),
  build: (env) => ({
    fileNameProfile: env.REPORT_FILENAME_PROFILE,
    dnoSeesGasMeter: env.DNO_SEES_GAS_METER,
    s1mig009Enabled: env.S1MIG_009_ENABLED,
    tieBreakKey: env.TIE_BREAK_KEY,
    creationClock: env.REPORT_CREATION_CLOCK,
  }),
});

export type ReportConfig = ReturnType<typeof reportConcern.build>;
