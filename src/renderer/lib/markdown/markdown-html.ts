/**
 * Markdown, such as a model card, as HTML that is safe to show: a stranger may have written it. DOMPurify keeps text, tables and lists; no script,
 * style or form survives, nor a picture that is not the workbench's own, links lead to the few sites that the workbench links to, and nothing is fetched.
 */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { isLinkedSite } from '../../../shared/linked-sites.ts';

const TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'code', 'kbd'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'strong', 'b', 'em', 'i', 'u', 's', 'del', 'sub', 'sup', 'small'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'a', 'details', 'summary'],
];
const ATTRIBUTES = ['href', 'title', 'align', 'colspan', 'rowspan', 'start', 'dir', 'open'];

/** Where something is within the workbench; null where it is not. */
type AddressOf = (address: string) => string | null;

function markdownWith(pictureOf: AddressOf): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      image({ href, text }) {
        if (pictureOf(href) !== null) return `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}">`;
        // What a picture shows is said in its place.
        return text === '' ? '' : `<em>[${escapeHtml(text)}]</em>`;
      },
    },
  });
}

/** Those of others are not fetched. */
function keepPicture(element: Element, pictureOf: AddressOf): void {
  const url = pictureOf(element.getAttribute('src') ?? '');
  if (url === null) return element.remove();
  element.setAttribute('src', url);
  element.setAttribute('loading', 'lazy');
}

function keepLink(element: Element, hrefOf: AddressOf): void {
  const address = element.getAttribute('href') ?? '';
  const within = hrefOf(address);
  if (within !== null) {
    element.setAttribute('href', within);
  } else if (isLinkedSite(address)) {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noreferrer');
  } else {
    // An anchor of the text would be taken for a view of the workbench; of other sites the address is said.
    element.removeAttribute('href');
    if (/^https?:/iu.test(address)) element.setAttribute('title', address);
  }
}

/**
 * @param text with HTML in it as the Hub allows
 * @param hrefOf where a link leads, of a text that is the workbench's own
 * @param pictureOf where a picture of it is
 */
export function markdownHtml(
  text: string,
  hrefOf: AddressOf = () => null,
  pictureOf: AddressOf = () => null,
): string {
  const html = markdownWith(pictureOf).parse(text, { async: false });
  const purifier = DOMPurify(window);
  purifier.addHook('afterSanitizeAttributes', (element) => {
    if (element.nodeName === 'A') keepLink(element, hrefOf);
    if (element.nodeName === 'IMG') keepPicture(element, pictureOf);
    // A long line of code is scrolled to by keyboard, too.
    if (element.nodeName === 'PRE') element.setAttribute('tabindex', '0');
  });
  return purifier.sanitize(html, {
    ALLOWED_TAGS: [...TAGS, 'img'],
    ALLOWED_ATTR: [...ATTRIBUTES, 'src', 'alt'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
