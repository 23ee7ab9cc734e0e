import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { basename, dirname, join } from 'node:path'

import puppeteer from 'puppeteer-core'
import type { Browser } from 'puppeteer-core'

import { AppError, messageOf } from '../../domain/errors.ts'
import { fontConfiguration, fontFiles, fontFolders } from './fonts.ts'
import { createPipeTransport } from './pipe-transport.ts'

/** What Chromium becomes when root starts it; nothing else on the machine should run as this user. */
const UNPRIVILEGED_UID = 64_210

/** Milliseconds from start to the first answer before Chromium counts as broken. */
const LAUNCH_MS_MAX = 20_000

/** What is kept of Chromium's standard error, in characters, for the message of a failed start. */
const STDERR_KEPT = 4_000

/** Where the jail shows what Chromium reads and writes. */
const JAIL = { browser: '/opt/chromium', fonts: '/opt/fonts', configuration: '/opt/fonts.conf', home: '/tmp' }

/** What Chromium is started from. */
export interface ChromiumDeps {
  readonly chromiumPath: string
  /** interpreter for the launcher, 3.10 or newer; any of the environments' will do */
  readonly pythonPath: string
  /** the checkout */
  readonly root: string
  /** folder with matplotlib's DejaVu fonts */
  readonly fallbackFonts: string
}

/** A running Chromium. */
export interface Chromium {
  readonly browser: Browser
  /** the launcher's process id; it takes Chromium along when it ends */
  readonly pid: number
  /** what the host did not allow, in sentences */
  readonly notes: readonly string[]
  close(): Promise<void>
}

/**
 * Starts Chromium without network, without files but its own, as an unprivileged user.
 * @throws AppError `unavailable` with what Chromium or its launcher said
 */
export async function launchChromium(deps: ChromiumDeps): Promise<Chromium> {
  const launcher = join(deps.root, 'sandbox/renderer/chromium_launcher.py')
  const setup = JSON.stringify(jailSetup(deps))
  const child = spawn(deps.pythonPath, ['-I', '-B', launcher, setup, ...browserArguments()], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: {},
  })
  const said = collectText(child)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    return await connect({ child, ended, said })
  } catch (cause) {
    child.kill('SIGKILL')
    await ended
    const reason = said().trim() || messageOf(cause)
    throw new AppError('unavailable', `Chromium at ${deps.chromiumPath} does not start: ${reason}`, { cause })
  }
}

interface Launched {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  readonly said: () => string
}

async function connect({ child, ended, said }: Launched): Promise<Chromium> {
  const pid = await started(child)
  const [, , , write, read] = child.stdio
  if (!write || !read || !('write' in write) || !('read' in read)) throw new Error('the pipes are missing')
  const transport = createPipeTransport(write, read)
  const launch = puppeteer.connect({ transport, defaultViewport: null, acceptInsecureCerts: false })
  const browser = await within(launch, LAUNCH_MS_MAX)
  const notes = [...said().matchAll(/^note: (.*)$/gm)].map((match) => match[1] ?? '')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  return { browser, pid, notes, close }
}

function started(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () =>
      child.pid === undefined ? reject(new Error('no process')) : resolve(child.pid),
    )
  })
}

/** Settles as `work` does, or fails when it takes longer than `limitMs`. */
function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function collectText(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < STDERR_KEPT) text += chunk.slice(0, STDERR_KEPT - text.length)
  })
  return () => text
}

function jailSetup(deps: ChromiumDeps): Record<string, unknown> {
  const folders = fontFolders(fontFiles(deps.root, deps.fallbackFonts))
  const shown = folders.map((folder, index) => [`${JAIL.fonts}/${index}`, folder] as const)
  return {
    program: join(JAIL.browser, basename(deps.chromiumPath)),
    binds: { [JAIL.browser]: dirname(deps.chromiumPath), ...Object.fromEntries(shown) },
    files: {
      [JAIL.configuration]: fontConfiguration(
        shown.map(([folder]) => folder),
        `${JAIL.home}/fonts`,
      ),
    },
    environment: {
      HOME: JAIL.home,
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      PATH: '/usr/bin:/bin',
      LD_LIBRARY_PATH: `${JAIL.browser}:${JAIL.browser}/lib`,
      FONTCONFIG_FILE: JAIL.configuration,
    },
    uid: UNPRIVILEGED_UID,
  }
}

/** Pages must look the same on each machine, and the browser must not talk to anyone on its own. */
function browserArguments(): readonly string[] {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${JAIL.home}/profile`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AudioServiceOutOfProcess',
    '--disable-sync',
    '--metrics-recording-only',
    '--mute-audio',
    '--no-pings',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--proxy-server=127.0.0.1:1',
    '--proxy-bypass-list=<-loopback>',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--force-color-profile=srgb',
    '--font-render-hinting=none',
    '--disable-lcd-text',
    '--disable-font-subpixel-positioning',
    '--hide-scrollbars',
    '--lang=en-US',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-gpu-rasterization',
    '--disable-gpu-shader-disk-cache',
    '--disable-partial-raster',
    '--js-flags=--max-old-space-size=512',
  ]
}
