import {
  CalendarIcon,
  CheckboxIcon,
  CodeIcon,
  ComponentInstanceIcon,
  FileTextIcon,
  GroupIcon,
  ImageIcon,
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
  'rich-text': {
    label: 'Rich text',
    about: 'Headings, lists, links, images',
    icon: <FileTextIcon />,
  },
  number: { label: 'Number', about: 'Whole or with decimals', icon: <RowsIcon /> },
  boolean: { label: 'Boolean', about: 'On or off', icon: <CheckboxIcon /> },
  datetime: { label: 'Date and time', about: 'A day, a time, a moment', icon: <CalendarIcon /> },
  file: { label: 'File', about: 'An image or a document by its URL', icon: <ImageIcon /> },
  ref: { label: 'Reference', about: 'Entries of other models', icon: <Link2Icon /> },
  object: { label: 'Object', about: 'Fields that belong together', icon: <GroupIcon /> },
  dynamicZone: {
    label: 'Dynamic zone',
    about: 'Blocks that editors put together',
    icon: <ComponentInstanceIcon />,
  },
  json: { label: 'JSON', about: 'Data of any shape', icon: <CodeIcon /> },
}
