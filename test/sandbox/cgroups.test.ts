import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { SANDBOXD, config, interpreter } from './daemon.ts'

const PROGRAM = join(config.root, 'test', 'sandbox', 'fixtures', 'cgroups.py')
const MB = 1 << 20

/** Plays a scenario of the fixture in a process of its own and returns what it prints. */
function play(scenario: string, input = '') {
  const args = [PROGRAM, dirname(SANDBOXD), scenario]
  const output = execFileSync(interpreter(), args, { input, encoding: 'utf8' })
  return JSON.parse(output)
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false // it is not there, is read-only, or belongs to another
  }
}

const host: string = play('describe').description

/** Whether this process may write where groups of v1 would be made. */
const writable = ['cpu', 'memory', 'pids'].every((name) => mayWrite(`/sys/fs/cgroup/${name}/cgroup.procs`))

it(`this host offers ${host}`, () => {
  const partly = /^(v[12]: [^(]+|v[12]: .+ \(without .+: .+\)|none: .+; delegate one .+)$/
  expect(host).toMatch(writable ? /^v1: cpu, memory, pids$/ : partly)
})

describe.runIf(/^v[12]: [^(]+$/.test(host))(`a cgroup of this host (${host})`, () => {
  it('ends a memory hog, and tells of it', () => {
    const { signal, peak_memory_bytes: peak, oom_kills: kills } = play('hog')
    expect(signal).toBe(9)
    expect(peak).toBeGreaterThan(60 * MB)
    expect(peak).toBeLessThanOrEqual(64 * MB)
    expect(kills).toBeGreaterThan(0)
  })

  it('bounds the number of threads', () => {
    expect(play('threads')).toEqual({ threads: 8 })
  })

  it('throttles who wants more of the CPU', () => {
    expect(play('spin')).toEqual({ throttled: true, cpuKnown: host.includes('v2: cpu') })
  })

  it('gives an ordinary execution 16 threads and one CPU', () => {
    const limits = play('limits')
    expect(limits['pids.max']).toEqual(['16'])
    expect([...limits['cpu.cfs_quota_us'], ...limits['cpu.max'].slice(0, 1)]).toEqual(['100000'])
    expect([...limits['memory.limit_in_bytes'], ...limits['memory.max']]).toEqual([`${64 * MB}`])
  })

  it('stays while there is a process in it, is named then, and goes with the process', () => {
    const { refused, left, gone } = play('removal')
    expect(refused).toBeGreaterThan(0)
    expect(left).toEqual([])
    expect(gone).toBe(true)
  })

  it('goes with the next daemon when its own was killed', () => {
    const { before, after } = play('abandoned')
    expect(before).toBeGreaterThan(0)
    expect(after).toEqual([])
  })
})

describe('a host without delegated cgroups', () => {
  it('says who may not write where', () => {
    const { uid, description, left } = play('unprivileged')
    expect(description).toMatch(
      new RegExp(
        String.raw`^none: /\S+ is not writable for uid ${uid}.*; delegate one \(systemd: Delegate=yes\)`,
      ),
    )
    expect(left).toEqual([])
  })

  it('says that a mount is read-only', () => {
    expect(play('read_only').description).toMatch(/^none: \/\S+ is mounted read-only.*; delegate one/)
  })

  it('says what it did not find', () => {
    const [gone, none] = play('absent').descriptions
    expect(gone).toMatch(/^none: .*'\/nowhere'; delegate one/)
    expect(none).toMatch(/^none: no cgroup here offers cpu, memory or pids; delegate one/)
  })
})

describe('the own groups', () => {
  const mount = (root: string, point: string, system: string) =>
    `31 23 0:28 ${root} ${point} rw,relatime shared:9 - ${system}\n`
  const parse = (cgroup: string, mountinfo: string) =>
    play('parse', JSON.stringify([cgroup, mountinfo])).folders

  it('are found in v2', () => {
    const mounts = mount('/', '/', 'ext4 /dev/sda rw') + mount('/', '/sys/fs/cgroup', 'cgroup2 cgroup2 rw')
    expect(parse('0::/system.slice/pyplots.service\n', mounts)).toEqual([
      { version: 2, path: '/sys/fs/cgroup/system.slice/pyplots.service', controllers: [] },
    ])
  })

  it('are found in v1 beside v2, where two controllers may share a hierarchy', () => {
    const mounts =
      mount('/', '/sys/fs/cgroup/unified', 'cgroup2 cgroup2 rw') +
      mount('/', '/sys/fs/cgroup/cpu,cpuacct', 'cgroup cgroup rw,cpu,cpuacct') +
      mount('/', '/sys/fs/cgroup/systemd', 'cgroup cgroup rw,name=systemd') +
      mount('/', '/sys/fs/cgroup/memory', 'cgroup cgroup rw,memory')
    expect(parse('4:memory:/a:b\n3:cpu,cpuacct:/\n1:name=systemd:/x\n0::/x\n', mounts)).toEqual([
      { version: 2, path: '/sys/fs/cgroup/unified/x', controllers: [] },
      { version: 1, path: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['cpu'] },
      { version: 1, path: '/sys/fs/cgroup/memory/a:b', controllers: ['memory'] },
    ])
  })

  it('are found where a container shows nothing else', () => {
    const mounts = mount('/docker/1', String.raw`/my\040cgroups`, 'cgroup cgroup rw,pids')
    expect(parse('5:pids:/docker/1\n', mounts)).toEqual([
      { version: 1, path: '/my cgroups', controllers: ['pids'] },
    ])
  })

  it.each([
    ['/docker/1', '/docker/2'],
    ['/docker/1', '/docker/10'],
    ['/..', '/'],
    ['/', '/../other'],
  ])('are not taken from a mount of %s for %s', (root, own) => {
    expect(parse(`5:pids:${own}\n`, mount(root, '/sys/fs/cgroup', 'cgroup cgroup rw,pids'))).toEqual([])
  })
})

describe('in v2, with plain files in place of the kernel', () => {
  it('the daemon steps aside, hands controllers out, and takes everything back', () => {
    const { log, description, usage, killed, left } = play('pretended')
    expect(description).toBe('v2: cpu, memory, pids')
    const group = (name: string) => [
      `mkdir ${name}`,
      `${name}/pids.max = 16`,
      `${name}/cpu.max = 100000 100000`,
      `${name}/memory.swap.max = 0`,
      `${name}/memory.max = 67108864`,
    ]
    expect(log).toEqual([
      'mkdir pyplots-daemon-ID',
      'pyplots-daemon-ID/cgroup.procs = 0',
      'cgroup.subtree_control = +cpu +memory +pids',
      ...group('pyplots-ID-1'),
      'rmdir pyplots-ID-1',
      'make',
      ...group('pyplots-ID-2'),
      'end',
      'pyplots-ID-2/cgroup.kill = 1',
      'rmdir pyplots-ID-2',
      'cgroup.subtree_control = -cpu -memory -pids',
      'cgroup.procs = 0',
      'rmdir pyplots-daemon-ID',
    ])
    expect(usage).toEqual({ peak_memory_bytes: 1000, oom_kills: 2, cpu_us: 300 })
    expect(killed).toBe(true)
    expect(left).toEqual([])
  })

  it('the daemon steps back where it is not alone', () => {
    const { log, description, folders } = play('shared')
    expect(description).toMatch(/^none: OWN holds other processes than sandboxd.*; delegate one/)
    expect(log).toEqual([
      'mkdir pyplots-daemon-ID',
      'pyplots-daemon-ID/cgroup.procs = 0',
      'cgroup.subtree_control = -cpu -memory -pids',
      'cgroup.procs = 0',
      'rmdir pyplots-daemon-ID',
    ])
    expect(folders.filter((name: string) => name.startsWith('pyplots'))).toEqual([])
  })
})
