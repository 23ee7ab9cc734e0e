import { describe, expect, it } from 'vitest'

import { deadCodeIn } from './dead-code.ts'

const GOOD = `"""Draw 'def unused()' in a docstring."""

import pandas as pd

SIZE = 12
LABELS: dict[str, str] = {
    "a": "# no comment",
}


class Scale:
    """Keep a factor."""

    def times(self, value: float) -> float:
        """Multiply."""
        return value


def _label(name: str) -> str:
    if name == "":
        return "?"
    return LABELS.get(name, name)  # the last return


def plot(data: pd.DataFrame, x: str) -> str:
    """Draw."""
    def inner(
        value: str,
    ) -> str:
        return f"{_label(value)} {SIZE}"

    for row in range(3):
        if row == 2:
            break
        continue
    scale = Scale()
    return (
        inner(x)
        + str(scale)
    )


if __name__ == "__main__":
    plot(pd.DataFrame(), "a")
`

/** What is found in the good file with a change, with the line that it is found in. */
function foundIn(from: string, to: string): readonly string[] {
  const code = GOOD.replace(from, () => to)
  expect(code).not.toBe(GOOD)
  return deadCodeIn(code).map(({ line, what }) => `${code.split('\n')[line - 1]?.trim()} → ${what}`)
}

describe('dead code', () => {
  it('is not found where everything is used', () => {
    expect(deadCodeIn(GOOD)).toEqual([])
  })

  it('is a constant that nobody reads, also when a text or a comment names it', () => {
    expect(foundIn('SIZE = 12\n', 'SIZE = 12\nWIDTH = "WIDTH"  # WIDTH\n')).toEqual([
      'WIDTH = "WIDTH"  # WIDTH → WIDTH is never used',
    ])
  })

  it('is a function or a class that nobody calls, on the module or inside a function', () => {
    expect(foundIn('def _label(', 'def _spare() -> None:\n    pass\n\n\ndef _label(')).toEqual([
      'def _spare() -> None: → _spare is never used',
    ])
    expect(foundIn('    for row', '    def spare() -> None:\n        pass\n\n    for row')).toEqual([
      'def spare() -> None: → spare is never used',
    ])
    expect(foundIn('scale = Scale()', 'scale = 2')).toEqual(['class Scale: → Scale is never used'])
  })

  it('is a function that is defined once more', () => {
    const twice = 'def _label(name: str) -> str:\n    return name\n\n\ndef _label('
    expect(foundIn('def _label(', twice)).toEqual([
      'def _label(name: str) -> str: → _label is defined again below',
    ])
  })

  it('is what follows a return, a raise, a break or a continue', () => {
    expect(foundIn('    )\n\n\nif', '    )\n    print(x)\n\n\nif')).toEqual([
      'print(x) → nothing after return is reached',
    ])
    expect(foundIn('            break', '            break\n            print(row)')).toEqual([
      'print(row) → nothing after break is reached',
    ])
    expect(
      foundIn('        continue', '        raise ValueError(\n            row\n        )\n        continue'),
    ).toEqual(['continue → nothing after raise is reached'])
  })

  it('is what stands under a condition that is never true', () => {
    expect(foundIn('    scale =', '    if False:\n        print(x)\n    scale =')).toEqual([
      'if False: → the condition is never true',
    ])
    expect(foundIn('    scale =', '    while (0):\n        print(x)\n    scale =')).toHaveLength(1)
  })

  it('is listed from top to bottom', () => {
    const changed = GOOD.replace('SIZE = 12', 'SIZE = 12\nWIDTH = 1').replace(
      '    scale =',
      '    if 0:\n        pass\n    scale =',
    )
    expect(deadCodeIn(`SPARE = 1\n${changed}`).map(({ line }) => line)).toEqual([1, 7, 38])
  })

  it('does not stumble over lines that go on, or over code that ends in the middle', () => {
    expect(foundIn('scale = Scale()', 'scale = \\\n        Scale()')).toEqual([])
    expect(deadCodeIn('def plot(\n')).toEqual([])
    expect(deadCodeIn('')).toEqual([])
  })
})
