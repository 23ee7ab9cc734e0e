import { describe, expect, it } from 'vitest'

import { CHART_WORDS, namedChart, stemsOf, suitedChart, wordsOf } from './chart-words.ts'
import { ChartType } from './plot.schema.ts'

describe('the words of a text', () => {
  it('are compared in lower case and as singulars', () => {
    expect(wordsOf('CO₂, by Months!')).toEqual(['co2', 'by', 'months'])
    expect(stemsOf('Boxes of glass bars by us')).toEqual(['box', 'of', 'glass', 'bar', 'by', 'us'])
    expect(wordsOf('…')).toEqual([])
  })
})

describe('a named chart', () => {
  it.each(ChartType.options)('is %s by its own words', (type) => {
    expect(namedChart(stemsOf(`${type}-by-month`))?.type).toBe(type)
  })

  it.each([
    ['bar-grouped-by-month', 'grouped-bar', ['bar', 'grouped']],
    ['a box plot of scatter', 'boxplot', ['box', 'plot']],
    ['a line over a scatter plot', 'line', ['line']],
    ['bars side by side', 'grouped-bar', ['bar', 'side']],
    ['stacked areas', 'area', ['area', 'stacked']],
  ] as const)('in "%s" is the one by most words, then the first: %s', (text, type, words) => {
    expect(namedChart(stemsOf(text))).toEqual({ type, words })
  })

  it('is none where no word names one', () => {
    expect(namedChart(stemsOf('sales-by-month'))).toBeNull()
    expect(CHART_WORDS).toContain('candlestick')
    expect(CHART_WORDS).not.toContain('sales')
  })
})

describe('a suited chart', () => {
  it('is what an idea wants to see', () => {
    expect(suitedChart(stemsOf('how does CO2 change over time'))?.type).toBe('line')
    expect(suitedChart(stemsOf('the distribution of weights'))?.type).toBe('histogram')
    expect(suitedChart(stemsOf('hello world'))).toBeNull()
  })
})
