import { resolve } from 'node:path';
import { z } from 'zod';
import { defineConcern, missingBecause, type ConfigMistake, type RawEnvironment } from '../concern';
import { choice, integer, optionalText, sizeOf, url } from '../variable';
import { homeAt } from './home.concern';

/** How the product signs in to Microsoft Entra ID; the certificate and its key are paths of PEM files. */
export type GraphCredential =
  | { kind: 'secret'; clientSecret: string }
  | { kind: 'certificate'; certificatePath: string; keyPath: string };

/** As the operator's other programs understand them; absent values are looked for in their lower-case names as well. */
export interface ProxyConfig {
  http?: string;
  https?: string;
  /** Hosts that are reached directly: names, `.domain`, `host:port`, `*`; separated by commas. */
  except?: string;
}

export interface SharePointConfig {
  target: 'sharepoint';
  baseUrl: string;
  authorityHost: string;
  tenantId: string;
  clientId: string;
  credential: GraphCredential;
  driveId: string;
  /** Folder of the drive that holds the Party folders; empty means the drive's root. */
  rootFolder: string;
  /** The tenant's budget of resource units; all processes on one Redis share it. */
  unitsPerMinute: number;
  /** Up to this size a file goes in one request. */
  singleUploadBytes: number;
  /** A multiple of 320 KiB below 60 MiB. */
  uploadRangeBytes: number;
  proxy: ProxyConfig;
  /** Encrypts the URLs of uploads in progress; absent: a key derived from the credential. */
  sessionKey?: string;
}

/** A container of an Azure storage account; it must exist. */
export interface BlobConfig {
  target: 'blob';
  connectionString: string;
  container: string;
}

export type DeliveryConfig = { target: 'folder'; folder: string } | SharePointConfig | BlobConfig;

/** Checked for SharePoint alone: everybody else's proxy is no reason not to start. */
function proxyRules(raw: RawEnvironment): ConfigMistake[] {
  return ['HTTP_PROXY', 'HTTPS_PROXY']
    .filter((name) => raw[name] !== undefined && !/^https?:$/.test(protocolOf(raw[name])))
    .map((variable) => ({
      variable,
      expected: 'a URL such as http://proxy.example:3128',
      found: 'a value that is not shown here', // it may carry a password
    }));
}

function protocolOf(text = ''): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

const NEEDED_BY_SHAREPOINT = ['GRAPH_TENANT_ID', 'GRAPH_CLIENT_ID', 'GRAPH_DRIVE_ID'];

function blobRules(raw: RawEnvironment): ConfigMistake[] {
  const missing = raw['DELIVERY_TARGET'] === 'blob' && !raw['AZURE_STORAGE_CONNECTION_STRING'];
  return missing ? [missingBecause('AZURE_STORAGE_CONNECTION_STRING', 'DELIVERY_TARGET is blob')] : [];
}

function sharePointRules(raw: RawEnvironment): ConfigMistake[] {
  if (raw['DELIVERY_TARGET'] !== 'sharepoint') return [];
  const reason = 'DELIVERY_TARGET is sharepoint';
  const mistakes = NEEDED_BY_SHAREPOINT.filter((name) => !raw[name]).map((name) =>
    missingBecause(name, reason),
  );
  const [secret, certificate, key] = [
    raw['GRAPH_CLIENT_SECRET'],
    raw['GRAPH_CLIENT_CERTIFICATE'],
    raw['GRAPH_CLIENT_KEY'],
  ];
  if (certificate && !key)
    mistakes.push(missingBecause('GRAPH_CLIENT_KEY', 'GRAPH_CLIENT_CERTIFICATE is set'));
  if (key && !certificate)
    mistakes.push(missingBecause('GRAPH_CLIENT_CERTIFICATE', 'GRAPH_CLIENT_KEY is set'));
  if (secret && (certificate || key)) {
    mistakes.push({
      variable: 'GRAPH_CLIENT_SECRET',
      expected: 'either a secret or a certificate with its key',
      found: 'both',
    });
  }
  if (!secret && !certificate && !key) {
    mistakes.push({
      variable: 'GRAPH_CLIENT_SECRET',
      expected: `a secret, or GRAPH_CLIENT_CERTIFICATE and GRAPH_CLIENT_KEY, because ${reason}`,
      found: 'nothing',
    });
  }
  return [...mistakes, ...proxyRules(raw)];
}

/** What Graph documents for one request, for ranges of an upload, and the unit that these come in. */
const MOST_SINGLE_UPLOAD_BYTES = 250 * 2 ** 20;
const MOST_RANGE_BYTES = 60 * 2 ** 20;
const RANGE_UNIT_BYTES = 320 * 1024;

const isUploadRange = (bytes: number) =>
  bytes > 0 && bytes < MOST_RANGE_BYTES && bytes % RANGE_UNIT_BYTES === 0;

export const deliveryConcern = defineConcern({
  variables: z.object({
    DELIVERY_TARGET: choice(['folder', 'sharepoint', 'blob'], 'folder'),
    DELIVERY_FOLDER: optionalText('a directory (default: delivered, below MRR_HOME)'),
    MRR_HOME: z.string().default('.mrr').meta({ expected: 'a directory' }),
    GRAPH_BASE_URL: url(/^https?$/, 'an http(s) URL')
      .default('https://graph.microsoft.com/v1.0')
      .meta({ expected: 'an http(s) URL such as https://graph.microsoft.com/v1.0' }),
    GRAPH_AUTHORITY_HOST: url(/^https?$/, 'an http(s) URL')
      .default('https://login.microsoftonline.com')
      .meta({ expected: 'an http(s) URL such as https://login.microsoftonline.com' }),
    GRAPH_TENANT_ID: optionalText('a tenant id'),
    GRAPH_CLIENT_ID: optionalText('an application (client) id'),
    GRAPH_CLIENT_SECRET: optionalText('a client secret', { secret: true }),
    GRAPH_CLIENT_CERTIFICATE: optionalText('the path of a PEM certificate'),
    GRAPH_CLIENT_KEY: optionalText('the path of a PEM private key', { secret: true }),
    GRAPH_DRIVE_ID: optionalText('the id of the document library'),
    GRAPH_ROOT_FOLDER: z.string().default('').meta({ expected: 'a folder path within the drive' }),
    GRAPH_UNITS_PER_MINUTE: integer({ min: 1, max: 1_000_000, fallback: 1250 }),
    GRAPH_SINGLE_UPLOAD_LIMIT: sizeOf('4mb')
      .refine((bytes) => bytes <= MOST_SINGLE_UPLOAD_BYTES)
      .meta({
        expected: 'a size up to 250mb',
      }),
    GRAPH_UPLOAD_RANGE: sizeOf('10mb').refine(isUploadRange).meta({
      expected: 'a multiple of 320kb below 60mb, such as 5mb or 10mb',
    }),
    HTTP_PROXY: optionalText('a URL such as http://proxy.example:3128', { secret: true }),
    HTTPS_PROXY: optionalText('a URL such as http://proxy.example:3128', { secret: true }),
    NO_PROXY: optionalText('host names, separated by commas'),
    AZURE_STORAGE_CONNECTION_STRING: optionalText('the connection string of a storage account', {
      secret: true,
    }),
    DELIVERY_BLOB_CONTAINER: z.string().default('reports').meta({ expected: 'the name of a container' }),
    DELIVERY_SESSION_KEY: optionalText('a secret of at least 16 characters', { secret: true, minLength: 16 }),
  }),
  rules: (raw) => [...sharePointRules(raw), ...blobRules(raw)],
  build: (env): DeliveryConfig => {
    if (env.DELIVERY_TARGET === 'folder') {
      return { target: 'folder', folder: resolve(env.DELIVERY_FOLDER ?? homeAt(env.MRR_HOME).deliveredDir) };
    }
    if (env.DELIVERY_TARGET === 'blob') {
      const connectionString = env.AZURE_STORAGE_CONNECTION_STRING ?? '';
      return { target: 'blob', connectionString, container: env.DELIVERY_BLOB_CONTAINER };
    }
    return {
      target: 'sharepoint',
      baseUrl: env.GRAPH_BASE_URL.replace(/\/+$/, ''),
      authorityHost: env.GRAPH_AUTHORITY_HOST.replace(/\/+$/, ''),
      tenantId: env.GRAPH_TENANT_ID ?? '',
      clientId: env.GRAPH_CLIENT_ID ?? '',
      credential: env.GRAPH_CLIENT_SECRET
        ? { kind: 'secret', clientSecret: env.GRAPH_CLIENT_SECRET }
        : {
            kind: 'certificate',
            certificatePath: env.GRAPH_CLIENT_CERTIFICATE ?? '',
            keyPath: env.GRAPH_CLIENT_KEY ?? '',
          },
      driveId: env.GRAPH_DRIVE_ID ?? '',
      rootFolder: env.GRAPH_ROOT_FOLDER,
      unitsPerMinute: env.GRAPH_UNITS_PER_MINUTE,
      singleUploadBytes: env.GRAPH_SINGLE_UPLOAD_LIMIT,
      uploadRangeBytes: env.GRAPH_UPLOAD_RANGE,
      proxy: {
        ...(env.HTTP_PROXY ? { http: env.HTTP_PROXY } : {}),
        ...(env.HTTPS_PROXY ? { https: env.HTTPS_PROXY } : {}),
        ...(env.NO_PROXY ? { except: env.NO_PROXY } : {}),
      },
      ...(env.DELIVERY_SESSION_KEY ? { sessionKey: env.DELIVERY_SESSION_KEY } : {}),
    };
  },
});
