#include "html_style.h"

#include <stddef.h>

/* Every colour of text has a contrast of 4.5 : 1 or more to what it stands on, in light and in dark. */
const char *const tp_html_style[] = {
	":root{--paper:#fff;--ink:#1c1c1c;--soft:#595959;--line:#c4c7cc;--tint:#f4f5f7;"
	"--red:#a81c14;--yellow:#755500;--green:#17622e;--grey:#595959;--link:#0b57a4}\n",
	"*{box-sizing:border-box}\n",
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n",
	"body{margin:0 auto;padding:1rem;max-width:62rem;background:var(--paper);color:var(--ink);"
	"font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif;"
	"overflow-wrap:anywhere}\n",
	"h1,h2,h3{line-height:1.25;margin:0 0 .5rem}\n",
	"h1{font-size:1.75rem}\n",
	"h2{font-size:1.3rem;margin-top:2.25rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}\n",
	"h3{font-size:1.05rem}\n",
	"p{margin:0 0 .75rem}\n",
	"header p{color:var(--soft)}\n",
	"a{color:var(--link)}\n",
	"nav{margin:1rem 0;padding:.75rem 1rem;background:var(--tint);border-radius:.4rem}\n",
	"nav h2{font-size:1rem;margin:0;padding:0;border:0}\n",
	"nav ol{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:.25rem 0 0;padding:0;list-style:none}nav li{margin:0}\n",
	"section{overflow-x:auto}\n",
	"ul{margin:0 0 .75rem;padding-left:1.25rem}\n",
	"li{margin:.25rem 0}\n",
	".light{font-weight:700;white-space:nowrap}\n",
	"h3 .light{display:inline-block;margin-right:.2rem;padding:0 .5rem;border:1px solid;border-radius:.8rem;"
	"font-size:.9rem;line-height:1.5}\n",
	".light.red{color:var(--red)}.light.yellow{color:var(--yellow)}.light.green{color:var(--green)}"
	".light.grey{color:var(--grey)}\n",
	"article{margin:1rem 0;padding:.6rem 0 .1rem .9rem;border-left:.3rem solid var(--line)}\n",
	"article.red{border-color:var(--red)}article.yellow{border-color:var(--yellow);border-left-style:double}\n",
	"article.green{border-color:var(--green)}article.grey{border-left-style:dotted;border-color:var(--grey)}\n",
	"dl{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:0 0 .4rem}\n",
	"dl div{display:flex;flex-wrap:wrap;column-gap:.4rem}\n",
	"dt{color:var(--soft)}dt::after{content:':'}dd{margin:0}\n",
	".advice{margin:.1rem 0 .3rem;padding:.1rem 0 .1rem .6rem;border-left:2px solid var(--link)}\n",
	".at{color:var(--soft);font-size:.75rem;margin:0}\n",
	".scroll{overflow-x:auto;margin:0 0 1rem;background:linear-gradient(to left,var(--paper) 30%,transparent) right/3rem "
	"100% no-repeat local,linear-gradient(to left,var(--line),transparent) right/.9rem 100% no-repeat scroll}\n",
	".scroll:focus-visible{outline:2px solid var(--link)}\n",
	"table{border-collapse:collapse;min-width:min(100%,28rem);overflow-wrap:break-word}\n",
	"caption{text-align:left;padding:0 0 .4rem;color:var(--soft)}\n",
	"th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);"
	"min-width:4rem}\n",
	"thead th{vertical-align:bottom;border-bottom:2px solid var(--line)}\n",
	"tbody th{font-weight:400;min-width:9rem}\n",
	".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n",
	"thead .n{white-space:normal}\n",
	"td.d{white-space:nowrap}\n",
	"figure{margin:1rem 0 .5rem;break-inside:avoid}\n",
	"figcaption{font-weight:700;margin-bottom:.5rem}\n",
	".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n",
	".chart{display:block;width:100%;max-width:26rem;height:auto}\n",
	"@media (max-width:30rem){table{font-size:.875rem}tbody th{min-width:7rem}th,td{min-width:3rem}}\n",
	"@media screen and (prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#ececec;--soft:#b4b4b4;--line:#4b4f55;"
	"--tint:#22252a;--red:#ff8f85;--yellow:#f0c050;--green:#82d697;--grey:#b4b4b4;--link:#8ab8f5}"
	".chart{fill:var(--ink)}.cg{stroke:#4b4f55}.ca{stroke:#9aa0a6}.cf{fill:#7db5ee}.cs{fill:#f0a35c}.cl{stroke:#7db5ee}"
	".cd{stroke:#f0a35c}.cm{stroke:#ececec}.ck{stroke:#15171a}.ce{fill:#22252a}.cp{fill:#15171a}.ch{fill:#15171a;stroke:#ececec}.ci{stroke:#7db5ee}.cj{stroke:#f0a35c}.c1,.c2,.c3,.c4,.c5,.c6,.c7,.c8{stroke:#b4b4b4}"
	".on{fill:#15171a}rect.red{fill:var(--red)}path.yellow{fill:var(--yellow)}circle.green{fill:var(--green)}"
	"circle.grey{fill:var(--paper);stroke:var(--grey)}}\n",
	"@page{size:A4;margin:18mm 16mm}\n",
	"@media print{body{max-width:none;padding:0;font-size:10pt}.chart{max-width:11cm}nav{display:none}.scroll,section{overflow:visible}.scroll{background:none}"
	"h1,h2,h3,caption{break-after:avoid}article,li,tr,p{break-inside:avoid}thead{display:table-header-group}"
	"h2{margin-top:1.5rem}section[id^=card]{break-before:page;columns:2;column-gap:7mm;font-size:7pt;line-height:1.25}"
	"section#card{break-before:auto}section[id^=card] h2{column-span:all;margin:0 0 .5rem}"
	"section[id^=card] .chart{max-width:7.5cm}section[id^=card] :is(th,td){padding:.1rem .4rem .1rem 0;min-width:0}"
	"section[id^=card] :is(ul,p,figure,article,.scroll){margin-top:0;margin-bottom:.3rem}section[id^=card] li{margin:0}"
	"section[id^=card] table{min-width:0}section[id^=card] .at,section[id^=card]~#basis{display:none}"
	"body:has(section[id^=card]){page:card}body:has(section[id^=card]) header :is(h1,p){display:inline;font-size:8pt;margin-right:1rem}"
	"section[id^=card] h2{font-size:11pt}section[id^=card] h3,section[id^=card] h3 .light{font-size:8pt}section[id^=card] p:has(+ul){break-after:avoid}}\n",
	"@page card{size:A4;margin:9mm 11mm}\n",
	NULL,
};

const char tp_html_style_hash[] = "sha256-d/uVRj/c9h0jHRLAzFYDTmfHmQ2kxMcNAGG9U/o7Jho=";
