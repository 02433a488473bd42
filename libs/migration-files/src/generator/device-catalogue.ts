import type { Random } from './random';
import type { CommonDevice, DeviceType } from './files/common-files';
import { deviceId } from './sample-identifiers';

interface Make {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: readonly string[];
}

/** Devices that were sold and fitted together; how often their migration fails is a property of the combination. */
export interface DeviceCombination {
  readonly weight: number;
  /** Failing attempts of a thousand. */
  readonly failuresPerMille: number;
  /** The reason that most of the failures give. */
  readonly typicalReason: string;
  readonly hub: Make;
  readonly electricityMeter: Make;
  readonly gasMeter: Make;
  readonly display: Make;
}

function make(manufacturer: string, model: string, ...firmware: string[]): Make {
  return { manufacturer, model, firmware };
}

const HUB_A = make('Calder+Voss', 'CV-Hub 210', '00020111', '0002012F', '00030004');
const HUB_B = make('Ormsby & Hale', 'Link 4 GPRS', '1.8.2', '1.9.0');
const HUB_C = make('Brightline', 'BL200 "Twin"', '04.17.00', '04.21.03');
const HUB_D = make('Zählerwerk Süd', 'ZW-CH7', 'A0070021', 'A0070034');

/**
 * Combinations by cohort. Manufacturers and models are invented, so that the failure rates say nothing about anybody;
 * the characters in them (`+`, `&`, quotes, umlauts, commas) are the ones that go wrong in files.
 */
export const COMBINATIONS_BY_COHORT: readonly (readonly DeviceCombination[])[] = [
  [
    {
      weight: 6,
      failuresPerMille: 40,
      typicalReason: 'COM04',
      hub: HUB_A,
      electricityMeter: make('Calder+Voss', 'E270 Single', '0002012F', '00020134'),
      gasMeter: make('Northgate Metering', 'G4 Ultra', '0102', '0103'),
      display: make('Homeview', 'HV3', '2.04'),
    },
    {
      weight: 3,
      failuresPerMille: 180,
      typicalReason: 'FW003',
      hub: HUB_A,
      electricityMeter: make('Calder+Voss', 'E270 Twin Element', '00010900', '0002012F'),
      gasMeter: make('Northgate Metering', 'G4 Ultra', '0101', '0102'),
      display: make('Homeview', 'HV2, rev. B', '1.99'),
    },
    {
      weight: 1,
      failuresPerMille: 320,
      typicalReason: 'KEY02',
      hub: HUB_B,
      electricityMeter: make('Ormsby & Hale', 'OH-Residential 1', '3.1.0'),
      gasMeter: make('Pennine Gas Meters', 'P6', '7'),
      display: make('Homeview', 'HV2, rev. B', '1.97'),
    },
  ],
  [
    {
      weight: 7,
      failuresPerMille: 60,
      typicalReason: 'WAN01',
      hub: HUB_C,
      electricityMeter: make('Brightline', 'BL-E100', '04.17.00', '04.21.03'),
      gasMeter: make('Brightline', 'BL-G250', '04.11.00', '04.12.01'),
      display: make('Brightline', 'Pipit <500>', '09.00'),
    },
    {
      weight: 2,
      failuresPerMille: 250,
      typicalReason: 'WAN01',
      hub: HUB_C,
      electricityMeter: make('Brightline', 'BL-E100', '03.02.00'),
      gasMeter: make('Pennine Gas Meters', 'P6', '6', '7'),
      display: make('Brightline', 'Pipit <500>', '08.10'),
    },
  ],
  [
    {
      weight: 5,
      failuresPerMille: 30,
      typicalReason: 'COM04',
      hub: HUB_D,
      electricityMeter: make('Zählerwerk Süd', 'ZW-E3', 'A0070021', 'A0070034'),
      gasMeter: make('Zählerwerk Süd', 'ZW-G2', 'B0010003'),
      display: make("L'Écran", 'Clair 2', 'F1'),
    },
    {
      weight: 2,
      failuresPerMille: 120,
      typicalReason: 'KEY02',
      hub: HUB_B,
      electricityMeter: make('Zählerwerk Süd', 'ZW-E1', '90070001'),
      gasMeter: make('Northgate Metering', 'G4 Ultra', '0103'),
      display: make("L'Écran", 'Clair 2', 'F0'),
    },
    {
      weight: 1,
      failuresPerMille: 450,
      typicalReason: 'FW003',
      hub: HUB_D,
      electricityMeter: make('Zählerwerk Süd', 'ZW-E1', '80010017'),
      gasMeter: make('Pennine Gas Meters', 'P4', '5'),
      display: make("L'Écran", 'Clair', 'E9'),
    },
  ],
];

/** One device of each type; the place in the list is the place among the eight ids of the installation. */
export function allDevicesOf(
  installation: number,
  combination: DeviceCombination,
  random: Random,
): CommonDevice[] {
  const { hub, electricityMeter, gasMeter, display } = combination;
  const makes: readonly (readonly [DeviceType, Make])[] = [
    ['CHF', hub],
    ['GPF', hub],
    ['ESME', electricityMeter],
    ['GSME', gasMeter],
    ['PPMID', display],
    ['IHD', display],
    ['CAD', display],
    ['HCALCS', electricityMeter],
  ];
  return makes.map(([type, make], place) => ({
    id: deviceId(installation, place),
    type,
    manufacturer: make.manufacturer,
    model: make.model,
    firmware: random.chance(30) ? undefined : random.pick(make.firmware),
  }));
}

/** The devices that are really there; the hub comes first or last, since files keep no order. */
export function devicesOf(
  installation: number,
  combination: DeviceCombination,
  fuels: { readonly electricity: boolean; readonly gas: boolean },
  random: Random,
): CommonDevice[] {
  const isFitted: Record<DeviceType, boolean> = {
    CHF: true,
    GPF: fuels.gas,
    ESME: fuels.electricity,
    GSME: fuels.gas,
    PPMID: random.chance(250),
    IHD: random.chance(700),
    CAD: random.chance(30),
    HCALCS: random.chance(10),
  };
  const fitted = allDevicesOf(installation, combination, random).filter(({ type }) => isFitted[type]);
  return random.chance(200) ? fitted.reverse() : fitted;
}
