import { adoptMasterData } from '@app/database';
import { folderName } from '@app/mrr';
import type { RecordLoader } from './record-loader';

export const organisationsLoader: RecordLoader<'ORG'> = {
  table: 'organisation_user',
  columns: [
    'party_signifier',
    'party_name',
    'role',
    'user_id',
    'distributor_ids',
    'smso_id',
    'affiliate_group',
    'folder',
    'reporting_from',
    'reporting_to',
  ],
  values: (user) => [
    user.partySignifier,
    user.partyName,
    user.role,
    user.userId,
    `{${user.distributorIds.join(',')}}`,
    user.smsoId,
    user.affiliateGroup,
    folderName(user),
    user.reportingFrom,
    user.reportingTo,
  ],
  settle: adoptMasterData,
};

export const commitmentsLoader: RecordLoader<'DC'> = {
  table: 'commitment',
  columns: ['user_id', 'smso_id', 'migration_day', 'quantity', 'issued_at'],
  values: (commitment, header) => [
    header.userId,
    header.smsoId,
    commitment.migrationDay,
    commitment.quantity,
    header.createdAt,
  ],
};
