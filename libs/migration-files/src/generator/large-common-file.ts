import { allDevicesOf } from './device-catalogue';
import {
  closingHeaderElements,
  COMMON_FILE_ROOT,
  commonFileReference,
  commonInstallationXml,
  referenceElements,
  type CommonInstallation,
  type CommonMeter,
} from './files/common-files';
import { xmlClosing, xmlOpening } from './files/xml-content';
import { mondayOf } from './instant';
import { Random } from './random';
import { sampleInstallation, type SampleMeter } from './sample-installation';
import { sampleMarket, type SampleMarket } from './sample-market';

export interface LargeCommonFileOptions {
  readonly installations: number;
  /** 1 (the CHF alone) to 8 (one of each type, `HCALCS` included). */
  readonly devicesPerInstallation: number;
  readonly seed: number;
}

const CHUNK_CHARACTERS = 64 * 1024;
const CREATED_AT = mondayOf('2020-03-02');
const REFERENCE = { smsoId: 'CGI', requestingPartyId: '70-B3-D5-1F-30-00-D0-01', mcfCounter: 1 };

/** The name that the header of every large file agrees with. */
export const LARGE_COMMON_FILE_NAME = `MCF_${commonFileReference(REFERENCE)}.xml`;

/**
 * One Migration Common File of any size, for benchmarks and limits: it is made while it is read (about 270 bytes and
 * 190 a device for each installation) and never held whole.
 */
export async function* generateMigrationCommonFile(options: LargeCommonFileOptions): AsyncGenerator<Buffer> {
  const { installations, devicesPerInstallation } = options;
  if (!Number.isInteger(installations) || installations < 0 || installations > 80_000_000) {
    throw new RangeError('A large file has 0 to 80,000,000 installations');
  }
  if (!Number.isInteger(devicesPerInstallation) || devicesPerInstallation < 1 || devicesPerInstallation > 8) {
    throw new RangeError('An installation has 1 to 8 devices');
  }
  const seed = new Random(`large/${options.seed}`);
  const market = sampleMarket(8, 5);
  let text = xmlOpening(COMMON_FILE_ROOT, [
    ...referenceElements(REFERENCE),
    ...closingHeaderElements(CREATED_AT, installations),
  ]);
  for (let number = 1; number <= installations; number++) {
    text += commonInstallationXml(largeInstallation(number, devicesPerInstallation, market, seed));
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  yield Buffer.from(`${text}${xmlClosing(COMMON_FILE_ROOT)}`, 'utf8');
}

function largeInstallation(
  number: number,
  devicesPerInstallation: number,
  market: SampleMarket,
  seed: Random,
): CommonInstallation {
  const installation = sampleInstallation(number, market, seed);
  const meter = (from: SampleMeter | undefined): CommonMeter | undefined =>
    from && { mpxn: from.mpxn, responsibleSupplierId: from.supplier.userId, active: from.active };
  return {
    chfId: installation.chfId,
    toBeCommissionedByDcc: installation.toBeCommissionedByDcc,
    electricity: meter(installation.electricity),
    gas: meter(installation.gas),
    devices: allDevicesOf(number, installation.combination, seed).slice(0, devicesPerInstallation),
  };
}
