import { describe, expect, it } from 'vitest'

import { specOf } from '../../test/review/input.ts'
import type { Slot, SlotType } from './plot.schema.ts'
import { slotRoles } from './roles.ts'

function slot(name: string, types: SlotType[], required = true): Slot {
  return { name, types, required }
}

function names(roles: ReturnType<typeof slotRoles>) {
  return Object.fromEntries(Object.entries(roles).map(([role, each]) => [role, each?.name]))
}

describe('slotRoles', () => {
  it('reads the roles of a scatter plot from the types of renamed slots', () => {
    const slots = [
      slot('wide', ['quantitative']),
      slot('high', ['quantitative']),
      slot('kind', ['nominal'], false),
    ]
    expect(names(slotRoles(specOf('scatter', {}, slots)))).toEqual({ x: 'wide', y: 'high', color: 'kind' })
  })

  it('lets a name decide between two slots that could do the same', () => {
    const slots = [slot('y', ['quantitative']), slot('x', ['quantitative'])]
    expect(names(slotRoles(specOf('scatter', {}, slots)))).toEqual({ x: 'x', y: 'y' })
  })

  it('puts dates on the horizontal axis', () => {
    const slots = [slot('level', ['quantitative']), slot('moment', ['temporal'])]
    expect(names(slotRoles(specOf('line', {}, slots)))).toEqual({ x: 'moment', y: 'level' })
  })

  it('does not let an optional slot play a required role', () => {
    const slots = [slot('extra', ['quantitative'], false), slot('amount', ['quantitative'])]
    expect(names(slotRoles(specOf('histogram', {}, slots)))).toEqual({ value: 'amount' })
  })

  it('leaves a role out that no slot can play', () => {
    expect(names(slotRoles(specOf('bar', { aggregate: 'count' }, [slot('kind', ['nominal'])])))).toEqual({
      category: 'kind',
    })
  })
})
