import { ActionIcon, CopyButton } from '@mantine/core'
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons'

interface CopyProps {
  value: string
  /** What is copied, for people who do not see the icon. */
  label: string
  /** Shows the button also without a pointer over it. */
  always?: boolean
}

/** An id in monospace with a button that copies it. */
export function Copy({ value, label, always = false }: CopyProps) {
  return (
    <span className="copy" data-always={always || undefined}>
      <span className="mono">{value}</span>
      <CopyIconButton value={value} label={label} />
    </span>
  )
}

function CopyIconButton({ value, label }: CopyProps) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <ActionIcon
          className="copy-button above"
          size={24}
          onClick={copy}
          aria-label={copied ? 'Copied' : `Copy ${label}`}
          data-tip={`Copy ${label}`}
        >
          {copied ? <CheckIcon /> : <CopyIcon />}
        </ActionIcon>
      )}
    </CopyButton>
  )
}
