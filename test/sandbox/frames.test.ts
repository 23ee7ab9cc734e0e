import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'

import { expect, it } from 'vitest'

import { SANDBOXD, interpreter } from './daemon.ts'

it('a frame is sent without its empty parts, after which its receiver may be gone', () => {
  const code = `
import sys
sys.path.insert(0, sys.argv[1])
import frames
sent = []
frames.write_frame(sent.append, {"a": 1}, b"", b"xy", b"")
print([len(part) for part in sent])
`
  const output = execFileSync(interpreter(), ['-c', code, dirname(SANDBOXD)], { encoding: 'utf8' })
  expect(output).toBe('[16, 2]\n')
})
