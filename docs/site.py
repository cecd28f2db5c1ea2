"""Builds the pages as a static site that works offline: python3 docs/site.py FOLDER, as `./dev docs` does.

Every Markdown page of the repository that is listed below becomes FOLDER/NAME.html by pandoc; links between pages are
kept, other files that pages link to are copied to FOLDER/files. Formulas are set by MathJax from FOLDER/mathjax, the
reference of the C++ interface is in FOLDER/reference. Fails on a link that leads nowhere.
"""

import html
import pathlib
import re
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
mathjax = pathlib.Path("/usr/share/javascript/mathjax")
patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/*.md", "examples/*.md", "src/io/*.md",
            "data/*.md", "tests/*/README.md"]
link = re.compile(r"(\]\()([^()\s]+)(\))")

shell = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - fokker</title>
<link rel="stylesheet" href="site.css">
<script src="mathjax/MathJax.js?config=TeX-AMS_CHTML"></script>
</head>
<body>
<nav>{navigation}</nav>
<main>
{body}
</main>
</body>
</html>
"""


def pages():
    found = [path for pattern in patterns for path in sorted(root.glob(pattern))]
    return {path: name_of(path) for path in found}


def name_of(path):
    """docs/files.md: files.html; src/io/keys.md: keys.html; tests/faults/README.md: tests-faults.html."""
    relative = path.relative_to(root)
    if relative == pathlib.Path("docs/README.md"):
        return "index.html"
    if relative == pathlib.Path("README.md"):
        return "overview.html"
    if relative.name == "README.md":
        return "-".join(relative.parts[:-1]) + ".html"
    return relative.stem.lower() + ".html"


def target_of(page, target, names, site):
    """The place in the site that a link of a page leads to."""
    if re.match(r"[a-z]+:", target) or target.startswith("#"):
        return target
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve()
    if file in names:
        return names[file] + ("#" + anchor if anchor else "")
    if not file.is_file():
        raise SystemExit(f"{page.relative_to(root)}: no such file: {target}")
    copy = site / "files" / file.relative_to(root)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, copy)
    return copy.relative_to(site).as_posix()


def linked(page, names, site):
    """Text of a page with its links as they are in the site; code is left alone."""
    lines, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            line = link.sub(lambda m: m[1] + target_of(page, m[2], names, site) + m[3], line)
        lines.append(line)
    return "\n".join(lines) + "\n"


def body_of(text):
    run = subprocess.run(["pandoc", "--from=gfm+tex_math_dollars", "--to=html5", "--mathjax", "--wrap=preserve"],
                         input=text, capture_output=True, encoding="utf-8", check=True)
    return run.stdout


def title_of(text):
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading[1] if heading else "fokker"


def navigation(names):
    """The links of docs/README.md, in its order, with the overview and the reference."""
    start = root / "docs" / "README.md"
    entries = [("overview.html", "Overview"), ("index.html", "Documentation")]
    for text, target in re.findall(r"\[([^\]]+)\]\(([^()\s#]+)\)", start.read_text(encoding="utf-8")):
        entries.append((names[(start.parent / target).resolve()], text))
    entries += [("reference/index.html", "C++ reference"), ("contributing.html", "Contributing"),
                ("changelog.html", "Changelog")]
    return "".join(f'<a href="{place}">{html.escape(text)}</a>' for place, text in entries)


def dead_links(site):
    anchors = {file.name: set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))
               for file in site.glob("*.html")}
    for file in sorted(site.glob("*.html")):
        for target in re.findall(r'(?:href|src)="([^"]+)"', file.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = html.unescape(target).partition("#")
            path = path.partition("?")[0]
            if path and not (site / path).exists():
                yield f"{file.name}: {target}"
            if anchor and (path or file.name) in anchors and anchor not in anchors[path or file.name]:
                yield f"{file.name}: {target}"


def main(site):
    names = pages()
    links = navigation(names)
    for page, name in names.items():
        text = linked(page, names, site)
        (site / name).write_text(shell.format(title=html.escape(title_of(text)), navigation=links, body=body_of(text)),
                                 encoding="utf-8")
    shutil.copy(root / "docs" / "site.css", site / "site.css")
    if not (site / "mathjax").exists():
        unused = shutil.ignore_patterns("unpacked", "test", "localization", "SVG", "MathML", "PreviewHTML", "Gyre-*",
                                        "Asana-Math", "Latin-Modern", "Neo-Euler", "STIX*")
        shutil.copytree(mathjax, site / "mathjax", ignore=unused)
    dead = sorted(set(dead_links(site)))
    if dead:
        raise SystemExit("links that lead nowhere:\n" + "\n".join(dead))
    print(f"{len(names)} pages in {site / 'index.html'}")


main(pathlib.Path(sys.argv[1]).resolve())
