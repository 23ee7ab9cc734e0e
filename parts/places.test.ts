import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { homeHash, makeHome, makeRunFolder, runFolder } from './places.ts'

function scratch(): string {
  const folder = mkdtempSync('/var/tmp/pyplots-places-')
  onTestFinished(() => {
    rmSync(runFolder(join(folder, 'home')), { recursive: true, force: true })
    rmSync(folder, { recursive: true })
  })
  return folder
}

describe('runFolder', () => {
  it('leaves room for socket names in the 107 bytes of a socket path', () => {
    const home = `/${'very-long-name/'.repeat(40)}home`
    expect(join(runFolder(home), 'postgres', '.s.PGSQL.5432').length).toBeLessThan(107)
  })

  it('is the same through a link to the home, before and after the home exists', () => {
    const folder = scratch()
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const before = homeHash(join(folder, 'link', 'home'))
    mkdirSync(join(folder, 'real', 'home'))
    expect(homeHash(join(folder, 'link', 'home'))).toBe(before)
    expect(homeHash(join(folder, 'real', 'home'))).toBe(before)
    expect(homeHash(join(folder, 'other'))).not.toBe(before)
  })
})

describe('makeRunFolder', () => {
  it('makes a folder nobody else can list or write', () => {
    const home = join(scratch(), 'home')
    expect(statSync(makeRunFolder(home)).mode & 0o066).toBe(0)
    expect(makeRunFolder(home)).toBe(runFolder(home))
  })

  it('refuses a folder that others may write to', () => {
    const home = join(scratch(), 'home')
    mkdirSync(runFolder(home))
    chmodSync(runFolder(home), 0o777)
    expect(() => makeRunFolder(home)).toThrow(/belongs to somebody else: remove it/)
  })
})

describe('makeHome', () => {
  it('may be repeated', () => {
    const home = join(scratch(), 'home')
    makeHome(home)
    makeHome(home)
    expect(statSync(home).mode & 0o022).toBe(0)
  })
})
