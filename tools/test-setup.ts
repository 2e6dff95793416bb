import { afterAll, vi } from 'vitest'

// The files of a worker share its clock: one that was put ahead is put right for those after it.
afterAll(() => void vi.useRealTimers())
