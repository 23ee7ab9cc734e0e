import { describe, expect, it } from 'vitest'

import { servedFiles } from './evaluation.schema.ts'

describe('servedFiles', () => {
  it('says which Pythons each file serves, and nothing where one file serves all', () => {
    const own = { sha256: 'b', pythons: ['3.10' as const] }
    const common = { sha256: 'a', pythons: ['3.11' as const, '3.12' as const] }
    expect(servedFiles({ files: { 'plot.py': common, 'plot_py310.py': own } })).toEqual({
      'plot.py': ['3.11', '3.12'],
      'plot_py310.py': ['3.10'],
    })
    expect(servedFiles({})).toBeNull()
  })
})
