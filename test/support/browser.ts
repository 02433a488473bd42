import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium of this machine; on Debian it is installed if this user may do that. @throws Error which says what to do */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() ?? installChromium(), args: ['--no-sandbox'] });
}

function findChromium(): string | undefined {
  return CANDIDATES.find((path) => existsSync(path));
}

function installChromium(): string {
  try {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'pipe' });
  } catch (error) {
    throw new Error('The browser tests need Chromium: install it (Debian: apt-get install chromium)', {
      cause: error,
    });
  }
  const installed = findChromium();
  if (installed === undefined)
    throw new Error('The package chromium brought no program that these tests know');
  return installed;
}
