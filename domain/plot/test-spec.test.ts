import { describe, expect, it } from 'vitest'

import { specOf } from '../../test/review/input.ts'
import { ChartType } from './plot.schema.ts'
import { testSpecSource } from './test-spec.ts'

describe('testSpecSource', () => {
  it.each([
    ['scatter', 'test_draws_a_point_for_each_row'],
    ['line', 'test_draws_a_line_through_each_row'],
    ['histogram', 'test_counts_each_row'],
    ['bar', 'test_draws_a_bar_for_each_group'],
    ['boxplot', 'test_draws_a_box_for_each_group'],
    ['hexbin', 'test_counts_each_row'],
    ['density', 'test_draws_a_curve_for_each_group'],
    ['ecdf', 'test_draws_a_curve_for_each_group'],
    ['violin', 'test_draws_a_violin_for_each_group'],
    ['heatmap', 'test_draws_a_cell_for_each_pair'],
    ['calendar-heatmap', 'test_draws_a_cell_for_each_day'],
    ['bubble', 'test_draws_a_bubble_for_each_row'],
    ['step', 'test_draws_a_step_for_each_row'],
    ['area', 'test_draws_an_area_for_each_group'],
    ['candlestick', 'test_draws_a_candle_for_each_row'],
  ] as const)('asks a %s whether every row is drawn', (type, name) => {
    expect(testSpecSource(specOf(type))).toContain(`def ${name}(`)
  })

  it('gives equal specs equal text that ends with one line break', () => {
    for (const type of ChartType.options) {
      const source = testSpecSource(specOf(type))
      expect(source).toBe(testSpecSource(specOf(type)))
      expect(source).toMatch(/[^\n]\n$/)
    }
  })

  it('asks for one curve where no column is shown by colour', () => {
    const one = 'expected = len(rows.drop_duplicates()) if len(rows.columns) else 1'
    expect(testSpecSource(specOf('density'))).toContain(one)
    expect(testSpecSource(specOf('violin'))).not.toContain(one)
  })

  it('lets a stack have parts of no length where a group has no rows', () => {
    expect(testSpecSource(specOf('stacked-bar'))).toContain('assert expected <= drawn <= pairs')
    expect(testSpecSource(specOf('grouped-bar'))).toContain('assert drawn == expected')
  })

  it('asks for a legend only where a slot is shown by colour', () => {
    expect(testSpecSource(specOf('scatter'))).toContain('slot = "color"')
    expect(testSpecSource(specOf('bar'))).not.toContain('test_explains_the_colors')
  })

  it('asks for units only where slots have them', () => {
    const bare = { name: 'value', types: ['quantitative' as const], required: true }
    expect(testSpecSource(specOf('histogram', {}, [bare]))).not.toContain('test_names_the_units')
    expect(testSpecSource(specOf('histogram'))).toContain('        "g",')
  })

  it('asks for no unit of a slot that the sample leaves out', () => {
    const left = { name: 'left', types: ['quantitative' as const], required: false, unit: 'furlong' }
    const spec = specOf('histogram')
    expect(testSpecSource({ ...spec, data: [...spec.data, left] })).not.toContain('furlong')
    const pairs = specOf('pair-grid')
    const [first, second] = pairs.data.map(({ name }) => name)
    const columns = Object.fromEntries(
      Object.entries(pairs.sample.columns).filter(([name]) => name === first || name === second),
    )
    const units = pairs.data.map((slot) => ({ ...slot, unit: `unit of ${slot.name}` }))
    const source = testSpecSource({ ...pairs, data: units, sample: { ...pairs.sample, columns } })
    expect(source).toContain(`unit of ${first}`)
    expect(source).not.toContain('unit of third')
  })

  it('asks for no rows where no slot says which they are', () => {
    const odd = { name: 'moment', types: ['temporal' as const], required: true }
    const source = testSpecSource(specOf('histogram', {}, [odd]))
    expect(source).not.toContain('def complete(')
    expect(source).not.toContain('test_counts_each_row')
  })

  it.each([
    ['"', `'"'`],
    [`'"`, `"'\\""`],
    ['°C', '"°C"'],
  ])('writes the unit %s as a Python string', (unit, written) => {
    const slot = { name: 'value', types: ['quantitative' as const], required: true, unit }
    expect(testSpecSource(specOf('histogram', {}, [slot]))).toContain(`        ${written},`)
  })
})
