import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../../config.ts'
import { readHistories } from '../support/histories.ts'
import { installQuietRuntime } from '../support/time-skipping.ts'

const logger = new DefaultLogger('ERROR')
const histories = await readHistories()
let bundle: WorkflowBundleWithSourceMap

beforeAll(async () => {
  installQuietRuntime()
  bundle = await bundleWorkflowCode({ workflowsPath: join(projectRoot(), 'workflows', 'index.ts'), logger })
})

describe('recorded histories', () => {
  it('cover every Workflow type', async () => {
    const index = await readFile(join(projectRoot(), 'workflows', 'index.ts'), 'utf8')
    const files = [...index.matchAll(/'\.\/(.+)\.ts'/g)].map((match) => match[1] ?? '')
    for (const file of files) expect(histories.some(({ name }) => name.startsWith(file))).toBe(true)
  })

  it.each(histories.map(({ name, history }) => [name, history] as const))(
    'replay with this code: %s',
    async (_name, history) => {
      await expect(Worker.runReplayHistory({ workflowBundle: bundle }, history)).resolves.toBeUndefined()
    },
  )

  it('no longer replay when the order of steps changes', async () => {
    const changed = await bundleWithoutRendering()
    const approved = histories.find(({ name }) => name === 'library-implementation-approved')
    await expect(Worker.runReplayHistory({ workflowBundle: changed }, approved?.history)).rejects.toThrow(
      /deterministic|TMPRL1100/i,
    )
  })
})

/** A bundle whose library Workflow reviews before it renders. */
async function bundleWithoutRendering(): Promise<WorkflowBundleWithSourceMap> {
  const root = projectRoot()
  const copy = await mkdtemp(join(root, '.replay-'))
  try {
    for (const folder of ['workflows', 'temporal', 'domain'])
      await cp(join(root, folder), join(copy, folder), { recursive: true })
    const file = join(copy, 'workflows', 'library-implementation.ts')
    const code = await readFile(file, 'utf8')
    await writeFile(file, code.replace('await renderImplementation(', 'await reviewImplementation('))
    return await bundleWorkflowCode({ workflowsPath: join(copy, 'workflows', 'index.ts'), logger })
  } finally {
    await rm(copy, { recursive: true })
  }
}
