//! A browser without eyes: one connection, cookies, form tokens. Enough to walk
//! the running program as a person does, many at a time.
//!
//! Not here: what is walked, and starting the program (the tests that do).

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// An answer larger than this is not taken in.
const LARGEST: usize = 64 * 1024 * 1024;

#[derive(Debug)]
pub struct Browser {
    address: SocketAddr,
    link: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    /// The token of the last page that had one.
    token: String,
}

#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

impl Browser {
    pub fn new(address: SocketAddr) -> Self {
        Browser { address, link: None, cookies: BTreeMap::new(), token: String::new() }
    }

    /// Someone who has logged in elsewhere.
    pub fn with_session(address: SocketAddr, session: &str) -> Self {
        let mut browser = Self::new(address);
        browser.cookies.insert("rasoat-session".to_owned(), session.to_owned());
        browser
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same person at another address of the program, still logged in.
    pub fn moved(&self, address: SocketAddr) -> Self {
        Browser { address, link: None, cookies: self.cookies.clone(), token: self.token.clone() }
    }

    /// Logs in through the page, and takes a token of the new session.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Result<()> {
        self.get("/sign-in").await?;
        let reply = self.post("/sign-in", &[("name", login), ("password", password)]).await?;
        if reply.status != 303 {
            return Err(Error::other(format!("{login} could not log in: {}", reply.status)));
        }
        self.get("/").await?;
        Ok(())
    }

    pub async fn get(&mut self, path: &str) -> Result<Reply> {
        let reply = self.ask(&format!("GET {path} HTTP/1.1\r\n"), b"").await?;
        if let Some(token) = token_of(&reply.text()) {
            self.token = token;
        }
        Ok(reply)
    }

    /// Posts a form with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply> {
        let body = self.form(fields);
        let head = format!("POST {path} HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n");
        self.ask(&head, body.as_bytes()).await
    }

    /// Posts a form that carries one file.
    pub async fn upload(&mut self, path: &str, name: &str, file: &str, bytes: &[u8]) -> Result<Reply> {
        const EDGE: &str = "rasoat-edge-of-a-part";
        let token = &self.token;
        let mut body = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n\
             --{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let head = format!("POST {path} HTTP/1.1\r\ncontent-type: multipart/form-data; boundary={EDGE}\r\n");
        self.ask(&head, &body).await
    }

    fn form(&self, fields: &[(&str, &str)]) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("_csrf", &self.token);
        for (name, value) in fields {
            form.append_pair(name, value);
        }
        form.finish()
    }

    async fn ask(&mut self, head: &str, body: &[u8]) -> Result<Reply> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{head}host: {}\r\ncookie: {}\r\ncontent-length: {}\r\n\r\n",
            self.address,
            cookies.join("; "),
            body.len()
        );
        let mut link = if let Some(link) = self.link.take() {
            link
        } else {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            BufReader::new(stream)
        };
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        link.get_mut().write_all(&bytes).await?;
        let reply = read(&mut link).await?;
        for (name, value) in &reply.headers {
            if name == "set-cookie"
                && let Some((name, value)) = value.split(';').next().unwrap_or_default().split_once('=')
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if reply.header("connection") != "close" {
            self.link = Some(link);
        }
        Ok(reply)
    }
}

async fn read(link: &mut BufReader<TcpStream>) -> Result<Reply> {
    let first = line(link).await?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, first))?;
    let mut reply = Reply { status, headers: Vec::new(), body: Vec::new() };
    loop {
        let header = line(link).await?;
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':') {
            reply.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    if reply.header("transfer-encoding") == "chunked" {
        loop {
            let size = usize::from_str_radix(line(link).await?.trim(), 16).map_err(Error::other)?;
            let piece = exactly(link, size).await?;
            line(link).await?;
            if size == 0 {
                return Ok(reply);
            }
            reply.body.extend_from_slice(&piece);
        }
    }
    let size = reply.header("content-length").parse().unwrap_or(0);
    reply.body = exactly(link, size).await?;
    Ok(reply)
}

async fn line(link: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if link.read_line(&mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn exactly(link: &mut BufReader<TcpStream>, size: usize) -> Result<Vec<u8>> {
    if size > LARGEST {
        return Err(Error::new(ErrorKind::InvalidData, "an answer too large to take in"));
    }
    let mut bytes = vec![0; size];
    link.read_exact(&mut bytes).await?;
    Ok(bytes)
}

fn token_of(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("name=\"rasoat-csrf\" content=\"")?;
    rest.split_once('"').map(|(token, _)| token.to_owned())
}
