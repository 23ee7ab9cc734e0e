import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import * as z from 'zod'

import { environments } from './host.ts'
import { copyDaemon, openHost, PLAIN_UID, withFontsIn, WORK_FOLDERS } from './plain-host.ts'
import type { Host } from './plain-host.ts'

/** The default seccomp profile of Docker, as its authors publish it. */
const PROFILE_MODULE = 'github.com/moby/profiles/seccomp@v0.3.0'

const Names = z.object({ caps: z.array(z.string()).optional(), arches: z.array(z.string()).optional() })
const Profile = z.object({
  defaultAction: z.string(),
  defaultErrnoRet: z.number(),
  syscalls: z.array(
    z.object({
      names: z.array(z.string()),
      action: z.string(),
      errnoRet: z.number().optional(),
      args: z.array(z.looseObject({})).nullish(),
      includes: Names.optional(),
      excludes: Names.optional(),
    }),
  ),
})

const ARCHES: Readonly<Record<string, { readonly profile: string; readonly oci: readonly string[] }>> = {
  x64: { profile: 'amd64', oci: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
  arm64: { profile: 'arm64', oci: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'] },
}

/** What a runtime hides of the host by default. */
const MASKED = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/firmware',
]
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

/**
 * Starts the daemon in a container of runc under Docker's default seccomp profile: an ordinary uid, no capability,
 * a read-only root, no network. Needs root, runc and Go's module cache or proxy.
 * @throws Error naming what is missing and how to get it
 */
export function containerHost(folder: string, harness: string, python: string): Host {
  if (spawnSync('runc', ['--version']).error) {
    throw new Error('runc is not on this machine: install it (Debian and Ubuntu: apt-get install runc)')
  }
  openHost(folder)
  const own = join(folder, 'sandbox')
  copyDaemon(own, harness)
  const settings = withFontsIn(folder)
  const bundle = join(folder, 'bundle')
  mkdirSync(join(bundle, 'rootfs'), { recursive: true })
  const start = { python, daemon: join(own, 'sandboxd.py'), folder }
  return {
    program: 'runc',
    // What the daemon is called with is appended to these; it reaches the container through its own file.
    arguments: [
      '--root',
      join(folder, 'runc'),
      'run',
      '--bundle',
      bundle,
      `pyplots-${process.pid}-${Date.now()}`,
    ],
    harness: join(own, 'harness'),
    environments: settings,
    workFolders: slots(folder).map(({ destination }) => destination),
    prepare: (args) =>
      writeFileSync(join(bundle, 'config.json'), JSON.stringify(bundleConfig(start, args), null, 2)),
  }
}

interface Start {
  readonly python: string
  readonly daemon: string
  readonly folder: string
}

function bundleConfig({ python, daemon, folder }: Start, args: readonly string[]) {
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: PLAIN_UID, gid: PLAIN_UID },
      args: [python, '-s', daemon, ...args],
      env: ['PATH=/usr/bin:/bin', 'PYTHONDONTWRITEBYTECODE=1'],
      cwd: '/',
      capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
      noNewPrivileges: true,
    },
    root: { path: 'rootfs', readonly: true },
    hostname: 'sandbox',
    mounts: [...systemMounts(), ...shownFolders(folder).map(shown), ...slots(folder)],
    linux: {
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
      resources: { pids: { limit: 2000 } },
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
      seccomp: seccompProfile(),
    },
  }
}

function systemMounts() {
  const small = ['nosuid', 'noexec', 'nodev']
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: small },
    { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=64k'] },
    { destination: '/sys', type: 'sysfs', source: 'sysfs', options: [...small, 'ro'] },
    { destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: [...small, 'mode=1777', 'size=256m'] },
    ...['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache'].map(shown),
  ]
}

/** The interpreters, their environments, and the test's own folder with daemon, harness, fonts and socket. */
function shownFolders(folder: string): readonly string[] {
  const interpreters = environments.map(({ executable }) => dirname(dirname(realpathSync(executable))))
  const own = environments.map(({ executable }) => dirname(dirname(executable)))
  return [...new Set([...interpreters, ...own, folder])]
}

function shown(path: string) {
  return {
    destination: path,
    type: 'bind',
    source: realpathSync(path),
    options: ['rbind', 'rprivate', 'nosuid', 'nodev'],
  }
}

function slots(folder: string) {
  const options = ['nosuid', 'noexec', 'nodev', 'size=64m', 'nr_inodes=1024', 'mode=1777']
  return Array.from({ length: WORK_FOLDERS }, (_, index) => ({
    destination: `/slots/${index}`,
    type: 'tmpfs',
    source: `${folder}-${index}`,
    options,
  }))
}

/** The profile as a runtime applies it to a container without capabilities on this machine. */
function seccompProfile() {
  const profile = Profile.parse(JSON.parse(readFileSync(profilePath(), 'utf8')))
  const arch = ARCHES[process.arch]
  if (!arch) throw new Error(`Docker's profile is not known for ${process.arch}`)
  const applying = profile.syscalls.filter(
    ({ includes, excludes }) =>
      !includes?.caps?.length &&
      (includes?.arches?.includes(arch.profile) ?? true) &&
      !(excludes?.arches?.includes(arch.profile) ?? false),
  )
  return {
    defaultAction: profile.defaultAction,
    defaultErrnoRet: profile.defaultErrnoRet,
    architectures: arch.oci,
    syscalls: applying.map(({ names, action, errnoRet, args }) => ({
      names,
      action,
      ...(errnoRet === undefined ? {} : { errnoRet }),
      ...(args ? { args } : {}),
    })),
  }
}

function profilePath(): string {
  const { stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', PROFILE_MODULE], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...process.env, GOFLAGS: '-mod=mod' },
  })
  const { Dir } = z.object({ Dir: z.string().optional() }).parse(JSON.parse(stdout || '{}'))
  if (Dir === undefined) throw new Error(`Docker's default profile cannot be had with Go: ${stdout}${stderr}`)
  return join(Dir, 'default.json')
}
