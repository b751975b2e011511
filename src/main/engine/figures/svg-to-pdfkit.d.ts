declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width?: number;
    readonly height?: number;
    /** The name of a font that the document has registered. */
    readonly fontCallback?: (family: string, isBold: boolean, isItalic: boolean) => string;
    readonly warningCallback?: (message: string) => void;
  }
  /** Draws an SVG document onto the page, a pixel as three quarters of a point. */
  export default function svgToPdf(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options?: Options,
  ): void;
}
