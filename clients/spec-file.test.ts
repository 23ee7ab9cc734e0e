import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { AppError } from '../domain/errors.ts'
import { parseSpec } from './spec-file.ts'

const file = 'plots/scatter-basic/spec.yaml'
const good = readFileSync(new URL('../plots/scatter-basic/spec.yaml', import.meta.url), 'utf8')

function refusal(text: string): AppError {
  try {
    parseSpec(text, file)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the spec was accepted')
}

function lineNumber(text: string, start: string): number {
  return text.split('\n').findIndex((line) => line.startsWith(start)) + 1
}

describe('parseSpec', () => {
  it('reads a specification of the catalogue', () => {
    expect(parseSpec(good, file).plot_id).toBe('scatter-basic')
  })

  it('names file, line, key and fix of every problem at once', () => {
    const text = good
      .replace('version: 1.0.0', 'version: one')
      .replace('libraries: [matplotlib,', 'libraries: [ggplot,')
    const error = refusal(`${text}colour: red\n`)
    expect(error.problems).toEqual([
      expect.objectContaining({ path: `${file}:${lineNumber(text, 'version')} version` }),
      expect.objectContaining({
        path: `${file}:${lineNumber(text, 'libraries')} libraries.0`,
        fix: 'use one of matplotlib, seaborn, plotly, bokeh, altair',
      }),
      expect.objectContaining({ message: 'no such key', fix: 'remove colour or mend its name' }),
    ])
  })

  it('says which key is missing', () => {
    const error = refusal(good.replace(/^title:.*\n/m, ''))
    expect(error.problems).toEqual([expect.objectContaining({ message: 'is missing', fix: 'add title' })])
  })

  it('refuses text that is not YAML with its line', () => {
    expect(refusal('plot_id: [scatter').problems[0]?.path).toMatch(/spec\.yaml:1$/)
  })

  it('refuses a contradiction with the line of its key', () => {
    const text = good.replace('chart: {type: scatter}', 'chart: {type: scatter, bins: 12}')
    expect(refusal(text).problems).toEqual([
      expect.objectContaining({
        path: `${file}:${lineNumber(text, 'chart')} chart.bins`,
        message: 'a scatter has no bins',
      }),
    ])
  })
})
