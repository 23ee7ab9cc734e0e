import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createDisplay } from './display.ts'
import type { Io } from './io.ts'
import type { RunDetail } from '../domain/run/run-view.schema.ts'

const RUN: RunDetail = {
  id: '01a0c0de-0000-7000-8000-000000000000',
  kind: 'plot',
  plotId: 'scatter-basic',
  status: 'running',
  reason: null,
  message: null,
  libraries: [],
  pythons: ['3.13'],
  budgetMicroUsd: 1_000_000,
  costMicroUsd: 0,
  requestedBy: 'local',
  createdAt: '2026-01-02T03:04:05.000Z',
  startedAt: null,
  finishedAt: null,
  version: 1,
  live: null,
}

function terminal(isLive: boolean, columns = 80) {
  const written = { out: '', err: '' }
  const io: Io = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isLive,
    hasColor: true,
    columns: () => columns,
    confirm: null,
    onInterrupt: () => () => undefined,
  }
  return { io, written }
}

describe('the display of a program', () => {
  it('writes a state once, and notes apart from it', () => {
    const { io, written } = terminal(false)
    const display = createDisplay(io, { json: true })
    display.update(RUN)
    display.update(RUN)
    display.note('wait')
    display.close()
    expect(written).toEqual({ out: `${JSON.stringify(RUN)}\n`, err: 'wait\n' })
  })
})

describe('the display of a log', () => {
  it('writes notes between its lines', () => {
    const { io, written } = terminal(false)
    const display = createDisplay(io, { json: false })
    display.update(RUN)
    display.note('wait')
    display.close()
    expect(written.err).toBe('wait\n')
  })
})

describe('the display of a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('draws nothing before there is a state, and again at each frame after', () => {
    const { io, written } = terminal(true)
    const display = createDisplay(io, { json: false })
    vi.advanceTimersToNextTimer()
    expect(written.err).toBe('')
    display.update(RUN)
    const once = written.err
    vi.advanceTimersToNextTimer()
    expect(written.err.slice(once.length)).toMatch(/^\u001b\[2A\r/)
    display.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('puts a note above the table, which is drawn anew', () => {
    const { io, written } = terminal(true)
    const display = createDisplay(io, { json: false })
    display.update(RUN)
    const before = written.err.length
    display.note('wait')
    expect(written.err.slice(before)).toMatch(/^\u001b\[2A\r\u001b\[0Jwait\n\u001b\[2K/)
    display.close()
  })

  it('cuts a line that is too long, without its colours', () => {
    const { io, written } = terminal(true, 20)
    const display = createDisplay(io, { json: false })
    display.update(RUN)
    display.close()
    expect(written.err).toContain('\u001b[2Kscatter-basic  runn\n')
  })
})
