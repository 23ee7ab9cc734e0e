import { join } from 'node:path'

import { createAiActivities } from '../activities/ai.ts'
import { createDraftActivities } from '../activities/drafting.ts'
import { createPlotActivities } from '../activities/plot.ts'
import { createSandboxActivities } from '../activities/sandbox.ts'
import { createOfflineAuthor } from '../ai/offline/author.ts'
import { createCatalogue } from '../clients/catalogue.ts'
import { createStorage } from '../clients/storage.ts'
import type { Config } from '../config.ts'
import { createDatabase } from '../db/client.ts'
import { AppError } from '../domain/errors.ts'
import { createSandbox } from '../sandbox/client.ts'
import { fontsDigest, harnessDigest, loadEnvironments } from '../sandbox/environments.ts'
import type { Environment } from '../sandbox/environments.ts'
import { createLinter } from '../sandbox/lint.ts'
import { createSourceParser } from '../sandbox/source/parser.ts'
import { createRenderer, rendererDigest } from '../sandbox/renderer/index.ts'
import { rubricDigest } from './digests.ts'
import { openModels } from './models.ts'

/** Everything the workers' activities hold, and how to let go of it. */
export type Dependencies = Awaited<ReturnType<typeof openDependencies>>

/** Opens what the activities need. @throws AppError `invalid` when a setting that the supervisor passes is missing */
export async function openDependencies(config: Config) {
  const { root } = config
  const db = createDatabase(needed(config, 'DATABASE_URL'))
  const material = { db, storage: createStorage({ root: join(config.home, 'artifacts') }) }
  const sandbox = createSandbox({ socketPath: needed(config, 'SANDBOX_SOCKET') })
  const chromiumPath = needed(config, 'CHROMIUM_PATH')
  const environments = await loadEnvironments(needed(config, 'ENVIRONMENTS_FILE'))
  const drawing = { chromiumPath, root, environment: newest(environments) }
  const renderer = createRenderer(drawing)
  const digests = {
    harness: await harnessDigest(root),
    fonts: await fontsDigest(root),
    renderer: await rendererDigest(drawing),
  }
  const catalogue = createCatalogue({ root: config.catalogue })
  const linter = createLinter({ ruff: needed(config, 'RUFF_PATH') })
  const parser = createSourceParser({ root, environments })
  const models = await openModels(config, { ...material, catalogue, linter, parser })
  return {
    db,
    modelActivities: models.activities,
    plotActivities: createPlotActivities({ ...material, catalogue, environments }),
    draftActivities: createDraftActivities({ ...material, catalogue, modelAuthor: models.author }),
    aiActivities: createAiActivities({
      ...material,
      author: createOfflineAuthor(),
      modelAuthor: models.author,
      reviewers: [...models.activities.keys()],
      linter,
      rubricDigest: await rubricDigest(root),
    }),
    sandboxActivities: createSandboxActivities({ ...material, sandbox, renderer, environments, digests }),
    async close() {
      await renderer.close()
      sandbox.close()
      await db.close()
    },
  }
}

function newest(environments: readonly Environment[]): Environment {
  const last = environments.at(-1)
  if (last) return last
  throw new AppError('unavailable', 'no Python environment is complete: run make setup')
}

function needed(
  config: Config,
  name: 'DATABASE_URL' | 'SANDBOX_SOCKET' | 'CHROMIUM_PATH' | 'ENVIRONMENTS_FILE' | 'RUFF_PATH',
) {
  const value = config[name]
  if (value === undefined)
    throw new AppError('invalid', `${name} is not set: start the worker with make serve or make plot`)
  return value
}
