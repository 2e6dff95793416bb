const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

const NAMES: Record<string, string> = isApple
  ? { mod: '⌘', shift: '⇧', enter: '↩' }
  : { mod: 'Ctrl', shift: 'Shift', enter: 'Enter' }

/** A shortcut as the keyboard at hand names it. */
export function Keys({ keys }: { keys: string }) {
  const names = keys.split('+').map((key) => NAMES[key] ?? key)
  return <kbd className="keys">{names.join(isApple ? '' : ' ')}</kbd>
}
