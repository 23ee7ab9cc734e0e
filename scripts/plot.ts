import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { leaseEngine, releaseEngine } from './engine-lease.ts'
import { runMain } from './run-main.ts'

/** Body of `make plot`: brings the engine up, lets the command-line client do the work, lets the engine go. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      plot: { type: 'string', default: '' },
      libs: { type: 'string', default: '' },
      pythons: { type: 'string', default: '' },
      budget: { type: 'string', default: '' },
      reason: { type: 'string', default: '' },
      idea: { type: 'string', default: '' },
      yes: { type: 'string', default: '' },
      improve: { type: 'string', default: '' },
      port: { type: 'string', default: '' },
    },
  })
  if (values.plot === '') {
    throw new AppError(
      'invalid',
      'which plot? For instance: make plot PLOT=scatter-basic (`ls plots` shows all)',
    )
  }
  const config = loadConfig()
  const lease = await leaseEngine(config, {
    client: `make plot PLOT=${values.plot}`,
    apiPort: portOf(values.port),
    uiPort: null,
  })
  try {
    if (lease.engine.url === null)
      throw new AppError('unavailable', 'the running engine has no API: end it first')
    return await runClient(config, lease.engine.url, ['run', 'plot', values.plot, ...clientOptions(values)])
  } finally {
    await releaseEngine(lease)
  }
}

/** An empty text means any free port. @throws AppError `invalid` */
function portOf(text: string): number | null {
  if (text === '') return null
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port
  throw new AppError('invalid', `PORT=${text} is not a port: use a number from 1 to 65535`)
}

type MakeVariables = Readonly<
  Record<'libs' | 'pythons' | 'budget' | 'reason' | 'improve' | 'idea' | 'yes', string>
>

function clientOptions(values: MakeVariables): string[] {
  const options: readonly (readonly [string, string])[] = [
    ['--library', values.libs],
    ['--python', values.pythons],
    ['--budget', values.budget],
    ['--reason', values.reason],
    ['--idea', values.idea],
    ['--improve', values.improve],
  ]
  const given = options.flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`]))
  return values.yes === '' ? given : [...given, '--yes']
}

/** Runs the client in the foreground; Ctrl-C reaches it directly, here it only must not end the wait. */
function runClient(config: Config, url: string, args: readonly string[]): Promise<number> {
  const program = join(config.root, 'cli', 'pyplots.js')
  const env = { ...process.env, PYPLOTS_URL: url }
  process.on('SIGINT', () => undefined)
  const client = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    stdio: 'inherit',
    env,
  })
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, () => client.kill(name))
  return new Promise((resolve, reject) => {
    client.on('error', reject)
    client.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}

await runMain(main)
