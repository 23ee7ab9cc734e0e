import { join } from 'node:path'

import type { Config } from '../../config.ts'
import { fontsDigest, harnessDigest } from '../../sandbox/environments.ts'
import { rendererDigest } from '../../sandbox/renderer/index.ts'
import { rendererDeps } from '../renderer/support.ts'
import { environments } from '../sandbox/daemon.ts'
import { openStore } from './store.ts'
import type { Store } from './store.ts'

/** The store in the cache folder: a set that was drawn before by the same sandbox and renderer is only judged. */
export async function openDigestedStore({ cache, root }: Pick<Config, 'cache' | 'root'>): Promise<Store> {
  const environment = {
    environments,
    harness: await harnessDigest(root),
    fonts: await fontsDigest(root),
    renderer: await rendererDigest(await rendererDeps()),
  }
  return openStore(join(cache, 'golden'), environment)
}
