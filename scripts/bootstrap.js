// Plain JavaScript: it runs before TypeScript can, on a checkout without node_modules.
// usage: node scripts/bootstrap.js TARGET [ARGUMENT…]
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { modulesProblem } from '../parts/node-modules.js'

const NODE_MIN = [20, 19]
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Programs that are bundled, as they start the engine; the others are run from their source. */
const BUILT = new Set(['plot', 'serve'])

process.exitCode = await main(process.argv[2] ?? '', process.argv.slice(3))

async function main(target, args) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    console.error(
      `Node ${process.versions.node} is too old: install Node ${NODE_MIN.join('.')} or newer (https://nodejs.org).`,
    )
    return 1
  }
  if (target === 'doctor' && modulesProblem(root) !== null) {
    console.error(`node packages: ${modulesProblem(root)}. Run \`make setup\`, then \`make doctor\` again.`)
    return 1
  }
  if (!(await installModules())) return 1
  if (!BUILT.has(target)) return run(['--import', 'tsx', join(root, 'scripts', `${target}.ts`), ...args])
  const built = await run(['--import', 'tsx', join(root, 'scripts', 'build.ts')])
  return built === 0 ? run(['--enable-source-maps', join(root, 'dist', `${target}.js`), ...args]) : built
}

/** Brings node_modules into step with the lock file; two at once wait for each other. */
async function installModules() {
  if (modulesProblem(root) === null) return true
  const lock = await takeLock(`node_modules of ${root}`)
  try {
    const problem = modulesProblem(root)
    if (problem === null) return true
    return await installPackages(problem)
  } finally {
    lock.close()
  }
}

async function installPackages(problem) {
  const startedMs = Date.now()
  console.error(`· npm install, as ${problem} …`)
  const elapsed = () => `${((Date.now() - startedMs) / 1000).toFixed(0)} s`
  const timer = setInterval(() => console.error(`· npm install … ${elapsed()}`), 10_000)
  const output = []
  const code = await end(
    spawn('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    (chunk) => output.push(chunk),
  )
  clearInterval(timer)
  const remaining = modulesProblem(root)
  if (remaining === null) {
    console.error(`· npm install: done in ${elapsed()}`)
    return true
  }
  console.error(Buffer.concat(output).toString('utf8').trim().split('\n').slice(-12).join('\n'))
  console.error(
    `npm install ended with code ${code}: ${remaining}. Mend that, then run the same command again.`,
  )
  return false
}

/** The same kernel lock as `parts/lock.ts`, which cannot be loaded yet. */
async function takeLock(name) {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 24)
  const address = `\0pyplots-${process.getuid?.() ?? 0}-${digest}`
  for (;;) {
    const server = await new Promise((resolve, reject) => {
      const candidate = createServer((socket) => socket.destroy())
      candidate.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
      candidate.listen(address, () => resolve(candidate))
    })
    if (server) return server
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Runs a Node program in the foreground and returns its exit code; Ctrl-C reaches it by itself. */
async function run(args) {
  if (!existsSync(args.find((arg) => arg.startsWith(root)) ?? root)) {
    console.error(`${args.at(-1)} does not exist: restore it from Git.`)
    return 1
  }
  const loader =
    args[0] === '--import'
      ? ['--import', pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href]
      : null
  const child = spawn(process.execPath, loader ? [...loader, ...args.slice(2)] : args, { stdio: 'inherit' })
  return end(child)
}

function end(child, read = () => undefined) {
  const forward = (signal) => child.kill(signal)
  // The terminal sends SIGINT to the whole group: passing it on would be a second one.
  const ignore = () => undefined
  process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward)
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  return new Promise((resolve) => {
    const done = (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(error.message)
      done(127)
    })
    child.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
