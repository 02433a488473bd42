import { describeKilledDistribution, livesOf } from './describe-killed-distribution';

describeKilledDistribution(livesOf(20_200_309, 2));
