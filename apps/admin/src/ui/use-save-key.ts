import { useHotkeys } from '@mantine/hooks'

/** Ctrl or Cmd + S saves, also from within a field. */
export function useSaveKey(save: () => void): void {
  useHotkeys([['mod+S', save]], [], true)
}
