import { describe, expect, it } from 'vitest'

import { fileForPython, FILE_NAMES, pythonsByFile, pythonTag, withFile } from './matrix.ts'

describe('fileForPython', () => {
  it('takes the common file when the syntax is the same everywhere', () => {
    expect(fileForPython(['plot.py'], '3.11')).toBe('plot.py')
  })

  it('takes the file beside it for the version that has its own', () => {
    expect(fileForPython(['plot.py', 'plot_py310.py'], '3.10')).toBe('plot_py310.py')
    expect(fileForPython(['plot.py', 'plot_py310.py'], '3.11')).toBe('plot.py')
  })

  it('takes the separate implementation before both', () => {
    expect(fileForPython(['plot.py', 'plot_py310.py', 'py310/plot.py'], '3.10')).toBe('py310/plot.py')
  })

  it('says when no file serves a Python', () => {
    expect(fileForPython(['plot_py310.py'], '3.13')).toBeNull()
  })
})

describe('pythonsByFile', () => {
  it('gives each Python to exactly one file', () => {
    expect(pythonsByFile(['plot.py', 'plot_py310.py'], ['3.10', '3.11', '3.13'])).toEqual({
      'plot.py': ['3.11', '3.13'],
      'plot_py310.py': ['3.10'],
    })
  })
})

describe('withFile', () => {
  const files = { 'plot.py': 'common', 'plot_py310.py': 'own' }

  it('lets a file for all Pythons stand alone', () => {
    expect(withFile(files, { sha: 'new', pythons: [] })).toEqual({ 'plot.py': 'new' })
  })

  it('puts a file for some Pythons beside those that are there', () => {
    expect(withFile(files, { sha: 'new', pythons: ['3.11'] })).toEqual({ ...files, 'plot_py311.py': 'new' })
    expect(withFile(files, { sha: 'new', pythons: ['3.10', '3.11'] })).toEqual({
      'plot.py': 'common',
      'plot_py310.py': 'new',
      'plot_py311.py': 'new',
    })
  })

  it('keeps no file that says the same as the common one', () => {
    expect(withFile(files, { sha: 'common', pythons: ['3.10'] })).toEqual({ 'plot.py': 'common' })
  })
})

describe('the names of files', () => {
  it('are the common one and one for each Python', () => {
    expect(FILE_NAMES).toEqual(['plot.py', ...['310', '311', '312', '313'].map((tag) => `plot_py${tag}.py`)])
  })

  it('carry a Python without its dot', () => {
    expect(pythonTag('3.13')).toBe('py313')
  })
})
