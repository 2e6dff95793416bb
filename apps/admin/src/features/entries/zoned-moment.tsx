import { Group, Input, Select, TextInput } from '@mantine/core'
import { localPart, zonePart } from './entry-values.ts'
import type { About } from './about.ts'

interface ZonedMomentProps {
  label: string
  about: About
  id: string
  value: string
  onChange: (value: string) => void
}

/** A date and time with its own distance from UTC. */
export function ZonedMoment({ label, about, id, value, onChange }: ZonedMomentProps) {
  const local = localPart(value)
  const zone = value ? zonePart(value) : zoneHere()
  const zones = ZONES.includes(zone) ? ZONES : [...ZONES, zone].sort()
  const { 'aria-label': name, ...wrapper } = { 'aria-label': label, ...about }
  return (
    <Input.Wrapper {...wrapper} id={id} labelProps={{ htmlFor: id }}>
      <Group gap={8} wrap="nowrap">
        <TextInput
          id={id}
          type="datetime-local"
          step={1}
          aria-label={name}
          value={local}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.value && `${currentTarget.value}${zone}`)
          }
          w={240}
        />
        <Select
          aria-label={`${name}, distance from UTC`}
          data={zones}
          value={zone}
          onChange={(chosen) => local && onChange(`${local}${chosen ?? zone}`)}
          allowDeselect={false}
          disabled={!local}
          w={104}
        />
      </Group>
    </Input.Wrapper>
  )
}

const QUARTERS = [3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, -2.5, -3.5, -9.5]
const HOURS = Array.from({ length: 27 }, (_, index) => index - 12)
const ZONES = [...HOURS, ...QUARTERS].sort((a, b) => a - b).map((hours) => zoneOf(hours * 60))

const zoneHere = (): string => zoneOf(-new Date().getTimezoneOffset())

function zoneOf(minutes: number): string {
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
