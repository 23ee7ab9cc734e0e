import type { PictureBox } from '../domain/review/review.schema.ts'

/** CSS pixels beside the middle of a cut that are looked at with it: half its width, and blurred edges. */
const BESIDE_PX = 1.5

/** The cuts through an area, without the ends that its edges leave unfilled where they are steep. */
export function filledCuts(cuts: readonly PictureBox[]): readonly PictureBox[] {
  return cuts.map((cut, at) => {
    const beside = [cuts[at - 1], cuts[at + 1]].flatMap((other) => (other ? [towards(cut, other)] : []))
    const top = Math.max(cut.y, ...beside.map(({ y }) => y))
    const bottom = Math.min(cut.y + cut.height, ...beside.map(({ y, height }) => y + height))
    return { ...cut, y: top, height: Math.max(0, bottom - top) }
  })
}

/** The cut a little nearer to another one. */
function towards(cut: PictureBox, other: PictureBox): PictureBox {
  const share = Math.min(1, BESIDE_PX / Math.max(1, Math.abs(other.x - cut.x)))
  const between = (a: number, b: number) => a + (b - a) * share
  return { ...cut, y: between(cut.y, other.y), height: between(cut.height, other.height) }
}
