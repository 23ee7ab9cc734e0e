import type { PictureBox } from '../domain/review/review.schema.ts'

/** CSS pixels beside the middle of a cut that are looked at with it: half its width, and blurred edges. */
const BESIDE_PX = 1.5

/** CSS pixels from where an area starts or ends to where it is looked at: further than its outline is wide. */
const END_PX = 4

/** Where an area must be filled: its cuts, away from its two ends, without what steep edges leave empty. */
export function filledCuts(cuts: readonly PictureBox[]): readonly PictureBox[] {
  return cuts.map((cut, at) => {
    const beside = [cuts[at - 1], cuts[at + 1]].flatMap((other) => (other ? [other] : []))
    const [only] = beside
    const looked = beside.length === 1 && only ? towards(cut, only, END_PX) : cut
    const around = beside.map((other) => towards(looked, other, BESIDE_PX))
    const top = Math.max(looked.y, ...around.map(({ y }) => y))
    const bottom = Math.min(looked.y + looked.height, ...around.map(({ y, height }) => y + height))
    return { ...looked, y: top, height: Math.max(0, bottom - top) }
  })
}

/** The cut so many pixels nearer to another one, but never beyond it. */
function towards(cut: PictureBox, other: PictureBox, pixels: number): PictureBox {
  const share = Math.min(1, pixels / Math.max(1, Math.abs(other.x - cut.x)))
  const between = (a: number, b: number) => a + (b - a) * share
  return {
    ...cut,
    x: between(cut.x, other.x),
    y: between(cut.y, other.y),
    height: between(cut.height, other.height),
  }
}
