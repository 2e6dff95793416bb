export interface LabelledControl {
  label: string
  description: string | undefined
  error: string | undefined
  withAsterisk: boolean
}

/** What a control says about itself: a label of its own, or its place in a list that has one. */
export type About = LabelledControl | { 'aria-label': string }
