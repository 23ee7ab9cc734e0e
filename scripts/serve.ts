import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import type { EngineState } from '../parts/engine.schema.ts'
import { describeEngine } from '../parts/lease.ts'
import type { Lease } from '../parts/lease.ts'
import { consoleReport } from '../parts/progress.ts'
import { leaseEngine, releaseEngine } from './engine-lease.ts'
import { watchSources } from './hot-reload.ts'
import { runMain } from './run-main.ts'
import { startStandIns } from './stand-ins.ts'
import type { StandIns } from './stand-ins.ts'

const CLIENT = 'make serve'

/** Body of `make serve`: the whole engine in the foreground until Ctrl-C; sources are watched. */
async function main(): Promise<number> {
  const profile = process.argv.find((argument) => argument.startsWith('--profile='))?.split('=')[1] ?? ''
  const standIns = await startStandIns(profile)
  try {
    return await serve(standIns)
  } finally {
    await standIns.close()
  }
}

async function serve(standIns: StandIns): Promise<number> {
  const config = loadConfig({ ...process.env, ...standIns.settings })
  const running = await describeEngine(config)
  if (running?.startedBy === CLIENT) {
    print('this home is being served already; nothing was changed', ...facts(running))
    return 0
  }
  const lease = await leaseEngine(config, {
    client: CLIENT,
    apiPort: config.PORT,
    uiPort: config.TEMPORAL_UI_PORT,
  })
  const stop = asked()
  print(
    lease.startedHere ? 'pyplots is running' : joined(lease),
    ...facts(lease.engine),
    ...standIns.facts,
    'Ctrl-C stops it',
  )
  return serveUntil(stop, config, lease)
}

/** Ends when asked (0) or when the engine went away by itself (1). */
async function serveUntil(stop: Promise<'asked'>, config: Config, lease: Lease): Promise<number> {
  const stopWatching = watchSources(config.root, { report: consoleReport, restart: lease.restart })
  const how = await Promise.race([stop, lease.lost.then(() => 'lost' as const)])
  stopWatching()
  if (how === 'lost') {
    print(`the engine ended by itself: see ${config.home}/logs/supervisor.log`)
    return 1
  }
  print('stopping …')
  await releaseEngine(lease)
  return 0
}

/** Later signals are taken too, so that an impatient second Ctrl-C does not leave the order half done. */
function asked(): Promise<'asked'> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve('asked'))
  })
}

function joined(lease: Lease): string {
  return `an engine for this home runs already, started by ${lease.engine.startedBy}; it is kept running`
}

function facts(engine: EngineState): readonly string[] {
  return [
    `  API       ${engine.url ?? 'none'}`,
    `  Temporal  ${engine.temporalUiUrl ?? 'no web interface'} (gRPC ${engine.temporalAddress ?? 'none'})`,
    `  home      ${engine.home}`,
    `  process   ${engine.pid}, started by ${engine.startedBy}`,
    `  ready in  ${engine.parts.map((part) => `${part.name} ${part.startedMs ?? '–'} ms`).join(', ')}`,
  ]
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

await runMain(main)
