import {
  CalendarIcon,
  CheckboxIcon,
  Link2Icon,
  RowsIcon,
  TextIcon,
  TextAlignLeftIcon,
} from '@radix-ui/react-icons'
import type { ReactNode } from 'react'
import type { FieldType } from '../../lib/content-models.ts'

/** The types of fields as people choose them. */
export const TYPES: Record<FieldType, { label: string; about: string; icon: ReactNode }> = {
  text: { label: 'Text', about: 'A line: titles, names, slugs', icon: <TextIcon /> },
  'long-text': {
    label: 'Long text',
    about: 'Several lines without formatting',
    icon: <TextAlignLeftIcon />,
  },
  number: { label: 'Number', about: 'Whole or with decimals', icon: <RowsIcon /> },
  boolean: { label: 'Boolean', about: 'On or off', icon: <CheckboxIcon /> },
  datetime: { label: 'Date and time', about: 'A day, a time, a moment', icon: <CalendarIcon /> },
  ref: { label: 'Reference', about: 'Entries of other models', icon: <Link2Icon /> },
}
